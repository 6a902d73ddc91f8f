"""One customer with accounts on several channels.

Linking moves an account (an identity) to the contact of another one; nothing else is written over, and undoing it moves
the account back to where it came from. It takes a yes on both accounts, whoever proposed it: a code that was read over
somebody's shoulder, or an agent who was talked into it, links nothing.
"""

from enum import StrEnum
from typing import Protocol

from storage.inbound import Identity
from storage.records import record

BY_CONTACT = "contact"
"""Who proposed a link, or undid it, if not an agent."""


@record(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a link."""

    identity: Identity
    contact_id: int
    conversation_id: int
    name: str = ""
    banned: bool = False
    identities: tuple[Identity, ...] = ()
    """All accounts of the contact, this one among them."""


@record(frozen=True, slots=True, kw_only=True)
class Link:
    """As it is now."""

    id: int
    first: Identity
    second: Identity
    proposed_by: str
    """`contact`, or the agent's account."""
    expires_at: float
    """It is agreed to until then."""
    agreed: tuple[Identity, ...] = ()
    declined: bool = False
    moved: Identity | None = None
    from_contact: int = 0
    into_contact: int = 0
    linked_at: float | None = None
    undone_at: float | None = None

    @property
    def is_active(self) -> bool:
        return self.linked_at is not None and self.undone_at is None

    def is_open(self, now: float) -> bool:
        """It waits for somebody to agree."""
        return self.linked_at is None and not self.declined and now < self.expires_at

    def other(self, identity: Identity) -> Identity | None:
        """The other side; None for whoever is on neither."""
        return {self.first: self.second, self.second: self.first}.get(identity)


@record(frozen=True, slots=True, kw_only=True)
class CodeShown:
    """To this account, which had another one before, maybe."""

    identity: Identity
    hash: str
    at: float
    expires_at: float


@record(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Both sides are to be asked."""

    id: int
    first: Identity
    second: Identity
    by: str
    at: float
    expires_at: float
    code: str = ""
    """The hash of the code that was typed, which is used up by this; "": there was none."""


@record(frozen=True, slots=True, kw_only=True)
class Agreed:
    """On the first of both accounts."""

    id: int
    identity: Identity
    at: float


@record(frozen=True, slots=True, kw_only=True)
class Joined:
    """On the second, too: `moved` is an account of the other's contact from now on."""

    id: int
    identity: Identity
    """Who agreed last."""
    moved: Identity
    stays: Identity
    from_contact: int
    into_contact: int
    at: float


@record(frozen=True, slots=True, kw_only=True)
class Declined:
    id: int
    identity: Identity
    at: float


@record(frozen=True, slots=True, kw_only=True)
class Undone:
    id: int
    by: str
    """`contact`, or the agent's account."""
    from_contact: int
    into_contact: int
    at: float


LinkChange = CodeShown | Proposed | Agreed | Joined | Declined | Undone


class CodeVerdict(StrEnum):
    FOUND = "found"
    WRONG = "wrong"
    """No such code, or not any more: one word for all."""
    LOCKED = "locked"


@record(frozen=True, slots=True)
class CodeChecked:
    verdict: CodeVerdict
    party: Party | None = None
    """FOUND: to whom the code was shown."""
    hash: str = ""
    until: float = 0.0
    """LOCKED: try after this."""


class LinkDoor(Protocol):
    """What a handler may ask about links."""

    def new_code(self) -> str:
        """As it is shown."""

    def hashed(self, code: str) -> str: ...

    def next_number(self) -> int:
        """For a link that is proposed in this turn."""

    async def check(self, identity: Identity, contact_id: int, code: str, now: float) -> CodeChecked:
        """Whose code was typed. A wrong one is counted, durably, before anybody is told."""

    async def party(self, identity: Identity) -> Party | None: ...

    async def party_of(self, conversation_id: int) -> Party | None: ...

    async def of(self, link_id: int) -> Link | None: ...

    async def active(self, contact_id: int) -> list[Link]:
        """Those that made this contact what it is, the oldest first."""
