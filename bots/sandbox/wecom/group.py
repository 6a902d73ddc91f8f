"""An internal group with the bot in it, and its members. The bot hears only what is said to it with an @."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bots.sandbox.phone import Screen, Shown, ShownFile, Span
from bots.sandbox.wecom.drawing import buttons_of, thread_in, words_of
from bots.sandbox.wecom.media import KINDS, MediaStore, Refused, StoredFile

Json = dict[str, Any]
LIMITS = ((30, 60.0), (1000, 3600.0))
TOO_OFTEN, NOT_A_CHAT = 45009, 93006
Tell = Callable[[str, Json], None]
"""(the frame's cmd, its body), to whoever has the bot's connection now; lost where nobody has."""


@dataclass(slots=True)
class WeComGroup:
    id: str
    name: str
    bot_name: str
    clock: Callable[[], float]
    tell: Tell
    media: MediaStore
    new_id: Callable[[], str]
    flood_control: bool = True
    asleep: bool = True
    """The bot may not post, until somebody has written to it."""
    members: dict[str, str] = field(default_factory=dict)
    screen: Screen = field(default_factory=Screen)
    threads: dict[str, Screen] = field(default_factory=dict)
    """What is about each conversation, by the number in it: the group itself shows it all in one."""
    topics: dict[str, str] = field(default_factory=dict)
    """The first line about each."""
    on_topics: Callable[[], None] | None = None
    cards: dict[str, Json] = field(default_factory=dict)
    """As they look now, by their task_id."""
    sent: list[Json] = field(default_factory=list)
    """The bodies that the bot's posts had, in their order."""
    refused: int = 0
    """How often the bot sent too much here."""
    _sends: list[float] = field(default_factory=list)
    _said: dict[str, Json] = field(default_factory=dict)
    """How a message is quoted, by its id."""
    _places: dict[str, list[tuple[Screen, int]]] = field(default_factory=dict)
    """Where each message and each card stands."""

    def member(self, userid: str, name: str) -> "WeComMember":
        self.members.setdefault(userid, name)
        return WeComMember(self, userid)

    def post(self, body: Json) -> None:
        """By the bot. Raises Refused."""
        if self.asleep:
            raise Refused(NOT_A_CHAT, "invalid chatid")
        self._admit()
        self.sent.append(body)
        kind = str(body["msgtype"])
        stored = self.media.sent(kind, body[kind]) if kind in KINDS else None
        self._show(self._drawn(body, stored), quoted_as(body, stored, self.media), card=body.get("template_card"))

    def push(self, text: str) -> None:
        """By the group's webhook."""
        shown = Shown(text=text, message_id=self.new_id(), at=self.clock(), author="消息推送", thread=thread_in(text))
        self._show(shown, {"msgtype": "text", "text": {"content": text}})

    def update(self, card: Json) -> None:
        """Of the card with this task_id. Raises Refused."""
        task = str(card.get("task_id"))
        if task not in self.cards:
            raise Refused(40058, "invalid task_id")
        self.cards[task] = card
        body = {"msgtype": "template_card", "template_card": card}
        self._redraw(task, lambda was: replace(was, text=text_of(words_of(body)), buttons=buttons_of(card)))

    def _admit(self) -> None:
        now = self.clock()
        for most, period in LIMITS if self.flood_control else ():
            if sum(at > now - period for at in self._sends) >= most:
                self.refused += 1
                raise Refused(TOO_OFTEN, "api freq out of limit")
        self._sends.append(now)

    def _drawn(self, body: Json, stored: StoredFile | None) -> Shown:
        spans = words_of(body)
        text = text_of(spans)
        return Shown(
            text=text,
            spans=spans if any(span.styles or span.href for span in spans) else (),
            buttons=buttons_of(body.get("template_card", {})),
            media=(KINDS[stored.kind],) if stored else (),
            files=(shown_file(stored),) if stored else (),
            at=self.clock(),
            message_id=self.new_id(),
            author=self.bot_name,
            thread=thread_in(text),
        )

    def said(self, userid: str, body: Json, shown: Shown) -> None:
        """By a member, to the bot."""
        self.asleep = False
        self._show(shown, {key: body[key] for key in ("msgtype", body["msgtype"])})
        self.tell("aibot_msg_callback", {**self._about(userid, shown.message_id), **body})

    def overheard(self, shown: Shown, quoted: Json) -> None:
        """By a member, to the others."""
        self._show(shown, quoted)

    def pressed(self, userid: str, card: Json, key: str) -> None:
        press = {"card_type": card["card_type"], "event_key": key, "task_id": card["task_id"]}
        event = {"eventtype": "template_card_event", "template_card_event": press}
        about = self._about(userid, self.new_id()) | {"create_time": int(self.clock())}
        self.asleep = False
        self.tell("aibot_event_callback", {**about, "msgtype": "event", "event": event})

    def quoted(self, message_id: str) -> Json:
        """Raises LookupError."""
        if message_id not in self._said:
            raise LookupError(f"there is no message {message_id!r} in the group")
        return self._said[message_id]

    def thread_of(self, message_id: str) -> str | None:
        screen, at = self._places[message_id][0]
        return screen.shown[at].thread

    def card_with(self, label: str, message_id: str = "") -> tuple[Json, str]:
        """The newest card with this button (or this one), and what the button is called inside. Raises LookupError."""
        for task, card in reversed(self.cards.items()):
            if message_id and self._places.get(message_id) != self._places[task]:
                continue
            for button in card["button_list"]:
                if label in (button["text"], button["text"].removeprefix("✓ ")):
                    return card, button["key"]
        raise LookupError(f"no card here has a button {label!r}")

    def _about(self, userid: str, msgid: str) -> Json:
        return {"msgid": msgid, "chatid": self.id, "chattype": "group", "from": {"userid": userid}}

    def _show(self, shown: Shown, quoted: Json, card: Json | None = None) -> None:
        screens = [self.screen]
        if shown.thread:
            screens.append(self.threads.setdefault(shown.thread, Screen()))
            self._entitle(shown.thread, shown.text.partition("\n")[0])
        places = [(screen, len(screen.shown)) for screen in screens]
        self._said[shown.message_id] = quoted
        self._places[shown.message_id] = places
        if card is not None:
            self.cards[card["task_id"]] = card
            self._places[card["task_id"]] = places
        for screen in screens:
            screen.add(shown)

    def _entitle(self, thread: str, line: str) -> None:
        if thread not in self.topics:
            self.topics[thread] = line
            if self.on_topics is not None:
                self.on_topics()

    def _redraw(self, key: str, how: Callable[[Shown], Shown]) -> None:
        for screen, at in self._places[key]:
            screen.replace(at, how(screen.shown[at]))


@dataclass(frozen=True, slots=True)
class WeComMember:
    group: WeComGroup
    userid: str

    @property
    def name(self) -> str:
        return self.group.members[self.userid]

    def say(self, text: str, *, thread: str | None = None, quote: str = "") -> str:
        """To the bot, with an @. `thread`: its number is written before the words. `quote`: a message's id."""
        numbered = f"{thread} {text}" if thread and not quote else text
        return self.write(f"@{self.group.bot_name} {numbered}", quote=quote)

    def write(self, content: str, *, quote: str = "") -> str:
        """Exactly this, in which the bot is called."""
        body = {"msgtype": "text", "text": {"content": content}}
        self.group.said(self.userid, body | self._quote(quote), shown := self._shown(content, quote))
        return shown.message_id

    def talk(self, text: str) -> str:
        """To the others. The bot does not hear it."""
        self.group.overheard(shown := self._shown(text), {"msgtype": "text", "text": {"content": text}})
        return shown.message_id

    def send_photos(self, photos: Sequence[bytes], text: str = "", *, thread: str | None = None) -> str:
        """To the bot, with words, in one message."""
        words = f"@{self.group.bot_name} {thread + ' ' if thread else ''}{text}"
        stored = [self.group.media.keep("image", "photo.jpg", data) for data in photos]
        items: list[Json] = [{"msgtype": "text", "text": {"content": words}}]
        items += [{"msgtype": "image", "image": self.group.media.resource(each)} for each in stored]
        shown = self._shown(words, files=stored)
        self.group.said(self.userid, {"msgtype": "mixed", "mixed": {"msg_item": items}}, shown)
        return shown.message_id

    def share(self, data: bytes, name: str, kind: str = "file") -> str:
        """With the others: WeCom lets nobody call the bot in such a message, but it can be quoted."""
        stored = self.group.media.keep(kind, name, data)
        quoted = {"msgtype": kind, kind: self.group.media.resource(stored)}
        self.group.overheard(shown := self._shown("", files=[stored]), quoted)
        return shown.message_id

    def press(self, label: str, *, message_id: str = "") -> None:
        """The newest button with this label, or the one of this card. Raises LookupError."""
        self.group.pressed(self.userid, *self.group.card_with(label, message_id))

    def _quote(self, message_id: str) -> Json:
        return {"quote": self.group.quoted(message_id)} if message_id else {}

    def _shown(self, text: str, quote: str = "", files: Sequence[StoredFile] = ()) -> Shown:
        group = self.group
        return Shown(
            text=text,
            media=tuple(KINDS[each.kind] for each in files),
            files=tuple(map(shown_file, files)),
            at=group.clock(),
            mine=True,
            message_id=group.new_id(),
            quotes=quote,
            author=self.name,
            thread=thread_in(text, group.bot_name) or (group.thread_of(quote) if quote else None),
        )


def quoted_as(body: Json, stored: StoredFile | None, media: MediaStore) -> Json:
    if stored is not None:
        return {"msgtype": stored.kind, stored.kind: media.resource(stored)}
    return {"msgtype": "text", "text": {"content": text_of(words_of(body))}}


def shown_file(stored: StoredFile) -> ShownFile:
    return ShownFile(id=stored.id, kind=KINDS[stored.kind], name=stored.name, mime=stored.mime, size=len(stored.data))


def text_of(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)
