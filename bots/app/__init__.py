"""The composition root: settings become values, and everything is joined and started here."""

from bots.app.running import Running, running, serve

__all__ = ["Running", "running", "serve"]
