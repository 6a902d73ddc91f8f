"""Orders as a shop exports them: CSV from a spreadsheet, or JSON Lines. All of a file is read, or none of it."""

from bots.orders_file.problems import BadOrders, RowProblem
from bots.orders_file.reading import read_orders

__all__ = ["BadOrders", "RowProblem", "read_orders"]
