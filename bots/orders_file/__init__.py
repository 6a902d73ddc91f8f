"""Orders as a shop exports them: CSV from a spreadsheet, or JSON Lines. All of a file is read, or none of it.

However large it is, it takes the memory of a few orders: they are laid down in a temporary file meanwhile.
"""

from bots.orders_file.problems import BadOrders, RowProblem
from bots.orders_file.reading import read_orders
from bots.orders_file.spool import Spool

__all__ = ["BadOrders", "RowProblem", "Spool", "read_orders"]
