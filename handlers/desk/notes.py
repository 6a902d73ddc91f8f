"""What staff keep with a contact: notes, tags and a tier. The contact never reads any of it."""

import re
from collections.abc import Iterable
from unicodedata import normalize

from handlers.desk.card import note_line
from handlers.desk.command import DeskCommand
from handlers.desk.facts import file_of
from handlers.desk.file_words import answered, file_content, file_line, file_word
from handlers.desk.history import in_posts
from handlers.desk.policy import Tier
from handlers.desk.profile import card_post
from handlers.desk.saying import agent, entry
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn
from handlers.formats import comma
from storage.content import Content
from storage.desk import ContactChange, ContactFile, StaffNote
from storage.results import EntryKind, Outgoing

LONGEST_NOTE = 1000
LISTED = 20
LONGEST_TAG = 32
MOST_TAGS = 20
BETWEEN_TAGS = re.compile(r"[\s,，、;；]+")
AUTOMATIC = frozenset({"auto", "normal", "自动", "自動"})
"""Staff have no opinion: the tier follows from orders and earlier cases."""
CHINESE = {
    **dict.fromkeys(("新客户", "新客戶", "新顧客"), Tier.NEW),
    **dict.fromkeys(("老客户", "老客戶", "老顧客"), Tier.RETURNING),
}
"""How colleagues write a tier."""


async def note(turn: Turn, argument: str) -> Outcome:
    if not argument:
        return await listed(turn)
    if len(argument) > LONGEST_NOTE:
        return answered(turn, "note_too_long", most=LONGEST_NOTE)
    change = ContactChange(note=own_note(turn, argument))
    return Outcome(
        contacts=(change,),
        entries=(entry(turn, EntryKind.NOTE, argument),),
        posts=await with_card(turn, "noted", change),
    )


def own_note(turn: Turn, text: str) -> StaffNote:
    return StaffNote(author=agent(turn), author_name=turn.inbound.name, text=text, at=turn.now)


async def with_card(turn: Turn, said: str, *changes: ContactChange, **blanks: object) -> tuple[Outgoing, ...]:
    """The card as it is now, and a word below, where the member looks."""
    return (*await card_post(turn, changes=changes), *turn.post(file_content(turn, said, **blanks)))


async def listed(turn: Turn) -> Outcome:
    notes = (await kept(turn)).notes
    if not notes:
        return answered(turn, "no_notes")
    lines = [note_line(turn, each, LONGEST_NOTE) for each in notes[:LISTED]]
    texts = in_posts([file_line(turn, "notes", count=len(notes)), *lines])
    return Outcome(posts=tuple(row for text in texts for row in turn.post(Content(text=text))))


async def kept(turn: Turn) -> ContactFile:
    return await file_of(turn) or ContactFile(contact_id=turn.conversation.contact_id, since=turn.now)


async def tag(turn: Turn, argument: str) -> Outcome:
    wanted = tags_in(argument)
    if wanted is None:
        return misused(turn, "tag")
    known = (await kept(turn)).tags
    fresh = [each for each in wanted if each not in known]
    if len(known) + len(fresh) > MOST_TAGS:
        return answered(turn, "too_many_tags", most=MOST_TAGS)
    return await retagged(turn, [ContactChange(tag=each) for each in fresh], [*known, *fresh])


async def untag(turn: Turn, argument: str) -> Outcome:
    wanted = tags_in(argument)
    if wanted is None:
        return misused(turn, "untag")
    known = (await kept(turn)).tags
    gone = [each for each in known if each.casefold() in wanted]
    return await retagged(
        turn, [ContactChange(untag=each) for each in gone], [each for each in known if each not in gone]
    )


def tags_in(argument: str) -> list[str] | None:
    """None: there is no tag in it, or one that is none."""
    words = BETWEEN_TAGS.split(normalize("NFKC", argument).casefold())
    tags = list(dict.fromkeys(word.lstrip("#") for word in words if word.lstrip("#")))
    return tags if tags and all(len(each) <= LONGEST_TAG for each in tags) else None


async def retagged(turn: Turn, changes: Iterable[ContactChange], after: Iterable[str]) -> Outcome:
    changes = tuple(changes)
    tags = comma(turn.policy.default_language).join(after)
    if not changes:
        return answered(turn, "tags", tags=tags)
    return Outcome(contacts=changes, posts=await with_card(turn, "tags", *changes, tags=tags))


async def tier(turn: Turn, argument: str) -> Outcome:
    wanted = CHINESE.get(argument, argument.casefold())
    if wanted not in (*Tier, *AUTOMATIC):
        return misused(turn, "tier")
    change = ContactChange(tier="" if wanted in AUTOMATIC else wanted)
    called = "" if wanted in AUTOMATIC else file_word(turn, f"tier_{wanted}")
    return Outcome(
        contacts=(change,),
        entries=(entry(turn, EntryKind.ACTIVITY, f"tier {wanted}"),),
        posts=await with_card(turn, "tier_set", change, tier=called),
    )


COMMANDS = {
    "note": DeskCommand(in_topic=note),
    "tag": DeskCommand(in_topic=tag),
    "untag": DeskCommand(in_topic=untag),
    "tier": DeskCommand(in_topic=tier),
}
