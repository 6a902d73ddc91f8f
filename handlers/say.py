"""Scripts without decisions: an FAQ entry says its text and shows its buttons."""

from handlers.scripts.declaration import declare

DECLARATION = declare("say", text="shop name")
"""Any number of scripts; `name` may be ""."""
