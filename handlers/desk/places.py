"""Where the staff are: the main chat of the desk, and chats that teams have of their own."""

from collections.abc import Mapping
from dataclasses import field

from storage.records import record


@record(frozen=True, slots=True)
class Place:
    channel: str
    chat: str = ""
    """As the shop configured it; "" is the channel's main chat."""
    topics: bool = True
    """Each conversation has one of its own there. False: a post has to say whose words it shows."""


@record(frozen=True, slots=True)
class Places:
    """`desk:` of kefu.yaml."""

    main: Place | None = None
    """None: the shop has no desk."""
    teams: Mapping[str, Place] = field(default_factory=dict)
    """Of the teams with a chat of their own, by key."""

    def of(self, team: str) -> Place | None:
        return self.teams.get(team, self.main)

    @property
    def all(self) -> tuple[Place, ...]:
        """The main one first, each once."""
        return tuple(dict.fromkeys(each for each in (self.main, *self.teams.values()) if each is not None))


NO_DESK = Places()
