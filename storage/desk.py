"""The desk: what a conversation that staff have is about, who the staff are, and what is known of a contact."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from storage.inbound import Identity
from storage.records import record


class Priority(StrEnum):
    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


PRIORITIES = tuple(Priority)
"""The most urgent first, as the queue has them."""
WAKE_TIMER = "desk:wake"
"""Every conversation that sleeps has a timer of this name: without it, it would never wake."""


class Promised(StrEnum):
    """What a contact is promised to have within a time."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


@record(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise of a case, and how its clock stands. Its seconds are those in which the team is there."""

    what: Promised
    seconds: float
    """Within so many."""
    begun_at: float
    spent: float = 0.0
    """So many had passed when the clock was last started; in all, while it stands still and once it is over."""
    running_since: float | None = None
    """None: the clock stands still, or it is over."""
    due_at: float | None = None
    """The deadline; None while the clock stands still, and where nobody will be there in time."""
    stage: int = 0
    """So many percent of the time have passed: the last of the stages at which something happens."""
    missed_at: float | None = None
    """When it was seen to be; whatever is promised since, it stays missed for the reports."""
    ended_at: float | None = None
    difference: float | None = None
    """Once it is over: kept so many seconds early; less than 0: missed by so many."""


@record(frozen=True, slots=True, kw_only=True)
class Case:
    """One time that a conversation is with the desk, from the hand-over until it is resolved. At most one is open.

    Who has the conversation is its `owner`: the queue, an agent, or a wake-up time.
    """

    id: int = 0
    """0: not written yet; the store numbers it."""
    conversation_id: int = 0
    opened_at: float
    reason: str
    """Why the bot handed it over: `asked`, `misunderstood`, `words`, `left_message` ..."""
    rule: str = ""
    """The routing rule that chose the team, as the card says it: its name in desk.yaml. Empty: none matched."""
    asked: str = ""
    """What they came for, masked."""
    team: str = ""
    """Its key in desk.yaml; "" for a desk without teams."""
    priority: Priority = Priority.NORMAL
    angry: bool = False
    """Lifted because of how the contact wrote."""
    queued_at: float = 0.0
    """Since when it waits for somebody, this time."""
    offered_to: str = ""
    """The agent who was asked to take it; anybody else may, too."""
    passed: tuple[str, ...] = ()
    """Agents who were asked and did not take it in time."""
    told_late: bool = False
    """The contact was told that it takes longer than usual."""
    accepted_at: float | None = None
    """When the first agent took it."""
    first_response_at: float | None = None
    waiting_since: float | None = None
    """Since when the contact waits for an answer; None: staff spoke last."""
    waited_since: float | None = None
    """Since when they had waited for the answer that they last got, or when the case ended; None: they had not. Either
    may be taken back.
    """
    agents: tuple[str, ...] = ()
    """Who has answered, in the order they first did."""
    snoozed_by: str = ""
    """Who gets it back at the wake-up time."""
    answer_via: Identity | None = None
    """Another of the contact's identities, which they wrote on last."""
    answer_chat: str = ""
    """Where that one is answered."""
    visit_since: float = 0.0
    """When the visit began in which the bot handed it over; 0: not known."""
    orders: tuple[str, ...] = ()
    """Proven orders that the contact looked at in that visit."""
    answered_at: float | None = None
    """When staff spoke last, since it is with whom it is with."""
    silence_due_at: float | None = None
    """When it is looked at whether the contact has fallen silent; None: nobody minds."""
    warned_at: float | None = None
    """When the contact was last told that their silence would end it."""
    closed_at: float | None = None
    closed_by: str = ""
    """`contact`, `timer`, or the agent's account."""
    reopened_at: float | None = None
    """When the contact last wrote again soon after its end: then it goes on, and its end does not count."""
    promises: tuple[Promise, ...] = ()
    """At most one of a kind: the one under way, or the last."""
    lifted_from: Priority | None = None
    """The priority that it had before a missed promise lifted it: what is promised does not change with that."""


@record(frozen=True, slots=True, kw_only=True)
class Agent:
    """A member of staff, as far as they made themselves known in the desk."""

    account: str
    """`channel:account_id`."""
    name: str = ""
    """As their platform calls them."""
    away_since: float | None = None
    away_until: float | None = None
    """None: until they say so."""
    seen_at: float = 0.0


@record(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A place in the queue."""

    conversation_id: int
    name: str
    channel: str
    team: str
    priority: Priority
    queued_at: float
    waiting_since: float | None = None
    """As of a case: from before it was handed back, where nobody has answered since."""
    offered_to: str = ""
    promises: tuple[Promise, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Held:
    """A conversation that somebody has, or that sleeps."""

    conversation_id: int
    name: str
    channel: str
    owner: str
    """An agent's account; "" while it sleeps."""
    since: float = 0.0
    waiting_since: float | None = None
    wakes_at: float | None = None
    snoozed_by: str = ""
    """Who gets it back when it wakes."""
    team: str = ""
    promises: tuple[Promise, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Astray:
    """A conversation whose owner is not what its status demands."""

    conversation_id: int
    why: str
    """`no_owner`, `bot_at_desk`, `owner_after_resolve`, `no_wake_up`, `no_case`, `case_after_resolve` or
    `unknown_agent`.
    """


@record(frozen=True, slots=True, kw_only=True)
class StaffNote:
    """Kept with the contact; no contact ever reads it."""

    author: str
    author_name: str
    text: str
    at: float


@record(frozen=True, slots=True, kw_only=True)
class KnownIdentity:
    identity: Identity
    conversation_id: int
    chat_id: str
    name: str
    last_message_at: float


@record(frozen=True, slots=True, kw_only=True)
class ContactFile:
    """What is known of a contact over all channels."""

    contact_id: int
    since: float
    identities: tuple[KnownIdentity, ...] = ()
    """The one that they wrote on last first."""
    tier: str = ""
    """As staff set it; "": what their orders and their cases make of them."""
    tags: tuple[str, ...] = ()
    notes: tuple[StaffNote, ...] = ()
    """The latest first."""
    banned: bool = False
    declined: bool = False
    """They do not want to be asked how it was, on any account."""
    last_agent: str = ""
    """Who served them last."""
    cases: int = 0
    """How many times they were with the desk."""


@record(frozen=True, slots=True, kw_only=True)
class ContactChange:
    """What a turn changes in a contact's file; what it leaves out stays. Two turns at once lose nothing."""

    contact_id: int = 0
    """0: the contact of this turn's conversation."""
    tier: str | None = None
    tag: str = ""
    untag: str = ""
    note: StaffNote | None = None
    banned: bool | None = None
    declined: bool | None = None
    last_agent: str | None = None


class Floor(Protocol):
    """What goes on at the desk, for handlers to decide on. Read only; a moment old at most."""

    async def agents(self) -> Sequence[Agent]:
        """Whoever has shown up in the desk."""

    async def load(self) -> Mapping[str, int]:
        """How many open conversations each agent has, by account."""

    async def queue(self) -> Sequence[Waiting]:
        """Of all teams, the next to be taken first: by priority, then by how long they wait."""

    async def held(self, account: str | None = None) -> Sequence[Held]:
        """By this agent, or by anybody; None also lists those that sleep. The longest waiting first."""

    async def waits(self, team: str, limit: int) -> Sequence[tuple[float, float]]:
        """From when to when the latest cases that were taken had waited for an agent."""

    async def cases(self, contact_id: int, limit: int) -> Sequence[Case]:
        """The contact's latest, newest first."""

    async def astray(self) -> Sequence[Astray]: ...


class ContactDoor(Protocol):
    async def of(self, contact_id: int) -> ContactFile | None: ...
