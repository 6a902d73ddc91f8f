"""Words of kefu itself: what could not be delivered, what cannot be shown, and files that do not check."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from markupsafe import Markup

from handlers.contract import Policy
from handlers.desk.places import Places
from handlers.exchange import plain, script_in
from handlers.masking import masked_text
from handlers.scripts.declaration import declare
from handlers.scripts.library import Script, Shelf
from handlers.scripts.problem import Problem
from handlers.taps import untapped
from handlers.topic_recap import summed_up
from storage import photos
from storage.content import Content
from storage.conversations import Conversation
from storage.inbound import Attachment
from storage.link_codes import hidden
from storage.records import record, replace
from storage.results import Action, Entry, Outgoing

SHOWN_PROBLEMS = 10
DEFAULT_POLICY = Policy()


class Why(StrEnum):
    """Why a message could not be delivered, as far as staff must tell it apart. Each has a line of its own."""

    GONE = "gone"
    """The contact blocked us, or left."""
    WINDOW_OVER = "window_over"
    """The platform allows no message so long after the contact's last one."""
    USED_UP = "used_up"
    """The platform allows no more messages before the contact writes again."""
    REJECTED = "rejected"
    """The platform does not take this content."""
    UNREACHABLE = "unreachable"
    """Nobody took it for so long that trying again has ended."""
    SHOP_REFUSED = "shop_refused"
    """The shop's own order system does not take this change of a return request."""


class AdminFiles(StrEnum):
    """What an admin writes and may get wrong. Each has two lines: `<it>_broken` and `<it>_mended`."""

    SCRIPTS = "scripts"
    RETURNS = "policy"
    DESK = "desk"
    HOURS = "hours"
    SURVEYS = "surveys"


class KeptBack(StrEnum):
    """Why a file was not passed on. Each has a line for staff and one for the contact."""

    KIND = "kind"
    """The other side does not take such files."""
    SIZE = "size"
    """It is too large, or too long, and could not be made smaller."""
    BROKEN = "broken"
    """It cannot be read, or is gone."""


DECLARATION = declare(
    "notices",
    script="notices",
    undelivered="number why text",  # in the topic: the contact did not get this
    undelivered_post="number why",  # a post of ours did not reach the conversation's topic
    undelivered_return="number rma why",  # the shop's order system did not take a change of a return request
    reopened_topic="title messages",  # the topic was deleted by hand: the first post of the one in its place
    desk_lost="chat detail",  # the bot was put out of another chat of the desk
    kept_back="number name why",  # a file of staff that the contact did not get
    # `why` of a file that was kept back
    kept_back_kind="",
    kept_back_size="",
    kept_back_broken="",
    # To the contact: a file of theirs that staff did not get
    not_passed_kind="name",
    not_passed_size="name",
    not_passed_broken="name",
    # `why` of what was not delivered; `detail` is what the platform said
    why_gone="detail",
    why_window_over="detail",
    why_used_up="detail",
    why_rejected="detail",
    why_unreachable="detail",
    why_shop_refused="detail",
    # In place of something a channel cannot show; `caption` is what can be said of it, often empty
    photo="caption",
    photo_forgotten="",  # one of a return request, which is kept no longer
    voice="caption",
    video="caption",
    file="name caption",
    sticker="caption",
    location="caption",
    contact="caption",
    link="name caption",
    other="caption",  # of a kind that is not known to us; the caption is what the platform calls it
    # To the admin, in the desk
    scripts_broken="problems count",
    scripts_mended="",
    policy_broken="problems count",
    policy_mended="",
    desk_broken="problems count",
    desk_mended="",
    hours_broken="problems count",
    hours_mended="",
    surveys_broken="problems count",
    surveys_mended="",
    files_unwise="problems count",  # any of them: it is in force, and yet something is to be seen to
)


@record(frozen=True, slots=True, kw_only=True)
class Notices:
    shelf: Shelf
    language: str
    """The desk's."""
    places: Places
    policy: Policy = DEFAULT_POLICY

    @property
    def words(self) -> Script:
        return script_in(self.shelf.library, self.language, "notices")

    def undelivered(self, row: Outgoing, why: Why, detail: str) -> Outgoing | None:
        """For the conversation's topic: what did not reach the contact (or the shop's order system), and why."""
        if self.places.main is None:
            return None
        number, reason = row.conversation_id or "", plain(self.words.line(f"why_{why}", detail=detail))
        if row.action is Action.SEND:
            text = self.words.line("undelivered", number=number, why=reason, text=self._as_staff_may_read(row))
        elif row.action is Action.EFFECT:
            text = self.words.line("undelivered_return", number=number, rma=row.to, why=reason)
        else:
            text = self.words.line("undelivered_post", number=number, why=reason)
        return self._posted(text, row.conversation_id)

    def _as_staff_may_read(self, row: Outgoing) -> str:
        """Their own words (relayed, or a correction `of` such) are whole. The bot's may tell of an order, or a code."""
        text = plain(row.content.text)
        return text if row.relays or row.of else masked_text(hidden(text), self.policy.order_number)

    def reopened_topic(self, row: Outgoing, contact: str, entries: Sequence[Entry]) -> Content:
        """The first post of a topic in place of one that was deleted; `row` is what comes next."""
        desk_words = script_in(self.shelf.library, self.language, "desk")
        messages = Markup("\n").join(summed_up(entries, desk_words, self.words, self.policy, contact=contact))
        return Content(text=self.words.line("reopened_topic", title=row.title, messages=messages))

    def desk_lost(self, chat: str, detail: str) -> Content:
        return Content(text=self.words.line("desk_lost", chat=chat, detail=detail))

    def kept_back(self, row: Outgoing, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        """For the topic: what staff sent and the contact did not get."""
        if self.places.main is None:
            return None
        lines = [
            self.words.line(
                "kept_back",
                number=row.conversation_id or "",
                name=each.name or self.described(each),
                why=plain(self.words.line(f"kept_back_{why}")),
            )
            for each, why in files.items()
        ]
        return self._posted("\n".join(lines), row.conversation_id)

    def not_passed(self, conversation: Conversation, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        """For the contact: what they sent and staff did not get. None: nothing is to be said."""
        language = conversation.language or self.language
        words = script_in(self.shelf.library, language, "notices")
        lines = [
            words.line(f"not_passed_{why}", name=each.name or described(each, words)) for each, why in files.items()
        ]
        text = "\n".join(filter(None, dict.fromkeys(lines)))
        if not text:
            return None
        return Outgoing(
            channel=conversation.reach.identity.channel,
            to=conversation.reach.chat_id,
            conversation_id=conversation.id,
            content=Content(text=text),
        )

    def described(self, attachment: Attachment) -> str:
        """Plain words in place of something that a channel cannot show, or (without a `ref`) that we had and forgot."""
        return described(attachment, self.words)

    def broken(self, files: AdminFiles, problems: Sequence[Problem]) -> Outgoing | None:
        return self._alert(
            self.words.line(f"{files}_broken", problems=listed(problems, self.language), count=len(problems))
        )

    def unwise(self, problems: Sequence[Problem]) -> Outgoing | None:
        return self._alert(
            self.words.line("files_unwise", problems=listed(problems, self.language), count=len(problems))
        )

    def mended(self, files: AdminFiles) -> Outgoing | None:
        return self._alert(self.words.line(f"{files}_mended"))

    def _alert(self, text: str) -> Outgoing | None:
        if self.places.main is None:
            return None
        return Outgoing(action=Action.ALERT, channel=self.places.main.channel, content=Content(text=text))

    def _posted(self, text: str, conversation_id: int) -> Outgoing:
        return Outgoing(
            action=Action.POST,
            channel=self.places.main.channel if self.places.main else "",
            content=Content(text=text),
            conversation_id=conversation_id,
            title=f"#{conversation_id}",
        )


def described(attachment: Attachment, words: Script) -> str:
    if attachment.channel == photos.CHANNEL and not attachment.ref:
        return plain(words.line("photo_forgotten"))
    blanks = {"name": untapped(attachment.name), "caption": untapped(attachment.caption)}
    needed = DECLARATION.lines[attachment.media.value]
    return plain(words.line(attachment.media.value, **{name: blanks[name] for name in needed}))


def listed(problems: Sequence[Problem], language: str) -> str:
    return "\n".join(str(replace(problem, language=language)) for problem in problems[:SHOWN_PROBLEMS])
