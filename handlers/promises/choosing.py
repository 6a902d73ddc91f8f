"""What a conversation is promised: by the first rule that fits."""

from collections.abc import Sequence

from handlers.desk.facts import before_now, changed, file_of, proven_orders
from handlers.desk.routing import among, tier_of
from handlers.exchange import Turn
from handlers.labels import share
from handlers.promises.policy import NOTHING, For, Terms
from storage.desk import Case, ContactChange, ContactFile, Priority
from storage.records import record

STRANGER = ContactFile(contact_id=0, since=0.0)


@record(frozen=True, slots=True, kw_only=True)
class Subject:
    """What rules look at."""

    team: str = ""
    priority: Priority = Priority.NORMAL
    channel: str = ""
    tier: str = ""
    tags: Sequence[str] = ()


async def terms_of(turn: Turn, case: Case, changes: Sequence[ContactChange]) -> Terms:
    """`changes`: what this turn makes of the contact's file. It is read only where a rule asks for it."""
    subject = Subject(
        team=case.team,
        priority=case.lifted_from or case.priority,
        channel=turn.conversation.identity.channel,
    )
    known: Subject | None = None
    for rule in turn.desk_policy.promises.rules:
        if not fits_case(rule.when, subject):
            continue
        if rule.when.tiers or rule.when.tags:
            known = known or await with_contact(turn, subject, changes)
            if not fits_contact(rule.when, known):
                continue
        return rule.terms
    return NOTHING


async def with_contact(turn: Turn, subject: Subject, changes: Sequence[ContactChange]) -> Subject:
    own = [each for each in changes if each.contact_id in (0, turn.conversation.contact_id)]
    file = changed(await file_of(turn) or STRANGER, own)
    return Subject(
        team=subject.team,
        priority=subject.priority,
        channel=subject.channel,
        tier=tier_of(turn.desk_policy, before_now(file, turn), await proven_orders(turn)),
        tags=file.tags,
    )


def fits_case(when: For, subject: Subject) -> bool:
    return (
        among(subject.team, when.teams)
        and among(subject.priority, when.priorities)
        and among(subject.channel, when.channels)
    )


def fits_contact(when: For, subject: Subject) -> bool:
    return among(subject.tier, when.tiers) and (not when.tags or share(when.tags, subject.tags))
