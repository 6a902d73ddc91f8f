"""Which language a contact reads: chosen, written, or named by the profile."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "language",
    script="language",
    button="",  # the label of a button that leads here
    name="",  # this language's own name, for the button that chooses it
    choose="",  # above a button for each language
    chosen="",  # in the language just chosen
)
