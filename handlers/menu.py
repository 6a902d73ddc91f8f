"""What can be done here, as the buttons of its script."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "menu",
    script="menu",
    button="",  # the label of a button that leads here
    text="shop",  # above the buttons
)
