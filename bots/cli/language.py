"""The language in which the person at the terminal reads what is wrong."""

import os

from handlers.scripts.ours import nearest


def language_of_the_terminal() -> str:
    """zh-CN, zh-TW or en; English where the terminal says nothing."""
    return nearest(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en")
