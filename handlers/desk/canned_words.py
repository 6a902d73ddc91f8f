"""Canned replies: lines that the shop writes and names itself, for staff to send."""

from handlers.scripts.declaration import declare

SCRIPT = "canned"

DECLARATION = declare(SCRIPT, script=SCRIPT, free="contact order agent shop")
