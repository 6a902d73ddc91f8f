"""What commands say, in the language of the terminal."""

from bots.cli.language import language_of_the_terminal
from bots.words import Said


def worded(code: str, **facts: object) -> str:
    return Said(code, facts).told(language_of_the_terminal())
