"""Bare bots to compare with: what their libraries' own examples do, and nothing more. Run as `python -m`."""
