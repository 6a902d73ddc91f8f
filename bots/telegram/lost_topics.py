"""Topics of the desk that were made, though the answer that says so was lost.

Whoever asks again is made another of the same name, and the first would stay behind: empty, and a place in which an
agent writes to nobody. But Telegram tells the bot of every topic that it makes, as of any other. Known until a restart.
"""

from collections.abc import Mapping
from typing import Any

from storage.latest import Latest
from storage.records import record, replace

REMEMBERED = 1000

Name = tuple[str, str]
"""The chat, and how the name of a conversation's topic begins there: `#17`. What follows may be another, later."""


@record(frozen=True, slots=True)
class Asked:
    lost: bool = False
    """At least one answer was."""
    told: tuple[str, ...] = ()
    """The topics of this name that Telegram told of."""
    used: str = ""
    """The one that it is now."""


class LostTopics:
    def __init__(self) -> None:
        self._asked: Latest[Name, Asked] = Latest(REMEMBERED)

    def before(self, name: Name) -> str:
        """The topic that was made when it was asked for before; "" where it has to be asked for."""
        asked = self._asked.get(name)
        if asked is None or asked.used:
            self._asked.keep(name, Asked())
            return ""
        return asked.told[0] if asked.told else ""

    def unheard(self, name: Name) -> None:
        """There was no answer: perhaps it was made."""
        self._asked.keep(name, replace(self._asked.get(name, Asked()), lost=True))

    def use(self, name: Name, topic: str) -> list[str]:
        """Returns the others of this name, which nobody will use."""
        asked = self._asked.pop(name, Asked())
        if not asked.lost:
            return []
        self._asked.keep(name, Asked(lost=True, used=topic))
        return [each for each in asked.told if each != topic]

    def note(self, update: Mapping[str, Any], me: int) -> tuple[str, str] | None:
        """The chat and the topic that it tells of, where nobody will use that one."""
        if not self._asked:  # as nearly always
            return None
        match update:
            case {
                "message": {
                    "from": {"id": int(by)},
                    "chat": {"id": int(chat)},
                    "message_thread_id": int(topic),
                    "forum_topic_created": {"name": str(title)},
                }
            } if by == me:
                return self._made((str(chat), beginning(title)), str(topic))
        return None

    def _made(self, name: Name, topic: str) -> tuple[str, str] | None:
        asked = self._asked.get(name)
        if asked is None or topic in (asked.used, *asked.told):
            return None
        if asked.used:
            return name[0], topic
        self._asked[name] = replace(asked, told=(*asked.told, topic))
        return None


def name_of(chat: str, title: str, number: int) -> Name | None:
    """None: an admin has left the number out of the names, and two conversations may have the same."""
    return (chat, f"#{number}") if beginning(title) == f"#{number}" else None


def beginning(title: str) -> str:
    return title.partition(" ")[0]
