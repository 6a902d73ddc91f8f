"""A conversation in Slack, and what stands on the screens of those who are in it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bots.sandbox.phone import Screen, Shown, taken_back

Json = dict[str, Any]
TOMBSTONE = {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "hidden": True}
BURST, BURST_SECONDS = 3, 3.0
"""One message a second in a conversation, with short bursts. Slack does not publish how short."""


@dataclass(slots=True)
class Room:
    """A direct conversation (`user`) or a channel."""

    id: str
    name: str = ""
    user: str = ""
    bot_is_member: bool = True
    archived: bool = False
    shared: bool = False
    """With another company (Slack Connect)."""
    members: set[str] = field(default_factory=set)
    messages: dict[str, Json] = field(default_factory=dict)
    screen: Screen = field(default_factory=Screen)
    threads: dict[str, Screen] = field(default_factory=dict)
    """By the parent's ts; every message is on `screen` too."""
    topics: dict[str, str] = field(default_factory=dict)
    """Threads of the bot's own messages that have buttons or answers: their first lines, by the parent's ts."""
    on_topics: Callable[[], None] | None = None
    """Told when there is another one, or one is called differently."""
    sends: list[float] = field(default_factory=list)
    refused: int = 0
    """How often the bot sent too much here."""
    _places: dict[str, list[tuple[Screen, int]]] = field(default_factory=dict)
    """Where each message stands."""

    @property
    def is_direct(self) -> bool:
        return bool(self.user)

    def show(self, message: Json, shown: Shown) -> None:
        self.messages[message["ts"]] = message
        screens = [self.screen]
        if not self.is_direct or shown.thread:
            screens.append(self.threads.setdefault(shown.thread or message["ts"], Screen()))
        self._places[message["ts"]] = [(screen, len(screen.shown)) for screen in screens]
        for screen in screens:
            screen.add(shown)
        if not self.is_direct:
            self._entitle(shown)

    def redraw(self, ts: str, how: Callable[[Shown], Shown]) -> None:
        places = self._places.get(ts, ())
        for screen, at in places:
            screen.replace(at, how(screen.shown[at]))
        if places and ts in self.topics:
            self._entitle(self.screen.shown[places[0][1]])

    def delete(self, ts: str) -> Json:
        """For everybody; its answers stay, and so does the thread. Returns what it was."""
        message = self.messages[ts]
        if any(each.get("thread_ts") == ts for each in self.messages.values() if each is not message):
            self.messages[ts] = message | TOMBSTONE | {"thread_ts": ts}
        else:
            del self.messages[ts]
        self.redraw(ts, taken_back)
        return message

    def react(self, ts: str, who: str, name: str, *, on: bool) -> bool:
        """False: it was so already."""
        put: dict[str, list[str]] = self.messages[ts].setdefault("reactions", {})
        if (who in put.get(name, ())) == on:
            return False
        if on:
            put.setdefault(name, []).append(who)
        else:
            put[name].remove(who)
        marks = tuple(name for name, people in put.items() if people)
        self.redraw(ts, lambda was: replace(was, marks=marks))
        return True

    def notice(self, text: str, at: float) -> None:
        """A grey line about what somebody here did themselves."""
        self.screen.add(Shown(text=text, notice=True, mine=True, at=at))

    def mark_failed(self, ts: str, *, failed: bool) -> None:
        """The sign beside a button that the app did not answer to; the next press takes it away."""
        if any(screen.shown[at].failed != failed for screen, at in self._places.get(ts, ())):
            self.redraw(ts, lambda was: replace(was, failed=failed))

    def _entitle(self, shown: Shown) -> None:
        parent = self.threads[shown.thread].shown[0] if shown.thread else shown
        if parent.mine or not (parent.buttons or shown.thread or parent.message_id in self.topics):
            return
        title = parent.text.partition("\n")[0]
        if self.topics.get(parent.message_id) != title:
            self.topics[parent.message_id] = title
            if self.on_topics is not None:
                self.on_topics()

    def admit(self, now: float) -> float | None:
        """None, or the seconds to wait before the bot may send here again."""
        self.sends[:] = [at for at in self.sends if at > now - BURST_SECONDS]
        if len(self.sends) >= BURST:
            self.refused += 1
            return self.sends[0] + BURST_SECONDS - now
        self.sends.append(now)
        return None
