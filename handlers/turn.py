"""One turn: load the conversation, let `Answers` decide, commit what was decided whole.

Answers that raise or take too long are replaced by an apology; a store that fails is asked again until
it works; a message that nothing can answer is marked as handled, loudly, so that it stops nobody else.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Literal, get_args

import structlog

from handlers.contract import Answers
from handlers.effects import with_effects
from handlers.faults import is_asked_to_stop, told
from handlers.insistence import Insistence
from handlers.patience import TimeLimit
from storage.conversations import AT_DESK, Conversation
from storage.errors import Conflict
from storage.inbound import SPOKEN, Identity, Inbound, Kind
from storage.records import record
from storage.results import Outgoing, TurnResult
from storage.store import Accepted, Store, will_pass

log = structlog.get_logger(__name__)

TurnEnd = Literal["answered", "apologised", "given_up"]
ENDS: tuple[TurnEnd, ...] = get_args(TurnEnd)
"""Given up: not even an apology could be committed."""


@record(frozen=True, slots=True, kw_only=True)
class TurnLimits:
    """Times in seconds."""

    concurrent: int = 64
    """So many turns run at once; the others wait their turn, first come first served."""
    decisions: int = 3
    """So often is a turn decided anew because what it was decided on has changed meanwhile."""
    answer_time: float = 30.0
    """A handler that needs longer is stopped and apologised for."""


LIMITS = TurnLimits()
FOR_STAFF = SPOKEN | {Kind.EDIT, Kind.DELETED, Kind.REACTION}
"""What somebody does for staff to see while they have the conversation."""


class InAnotherLane(Exception):
    """The turn is about another conversation of the contact, which may have a turn now. Nothing was decided."""

    def __init__(self, identity: Identity) -> None:
        super().__init__(str(identity))
        self.identity = identity


@record(frozen=True, slots=True)
class _Decision:
    outcome: TurnEnd
    conversation: Conversation | None
    result: TurnResult


NOTHING = _Decision("given_up", None, TurnResult())


class TurnTaker:
    """How every turn is taken."""

    def __init__(
        self,
        store: Store,
        answers: Answers,
        *,
        clock: Callable[[], float],
        insist: Insistence,
        limits: TurnLimits = LIMITS,
        desk_chat: Callable[[str], str] = lambda chat: chat,
        has_effects: bool = False,
    ) -> None:
        """`desk_chat`: what the shop calls a chat of the desk, by the id that its platform tells.

        `has_effects`: the shop's own order system keeps return requests, too.
        """
        self.timer_is_due = False
        """A turn has set a timer that is due already. Whoever sweeps takes this back."""
        self._has_effects = has_effects
        self._desk_chat = desk_chat
        self._store = store
        self._answers = answers
        self._clock = clock
        self._decisions = limits.decisions
        self._in_time = TimeLimit(limits.answer_time)
        self._insist = insist

    async def take(self, accepted: Accepted, lanes: Collection[Identity] = ()) -> tuple[TurnEnd, tuple[Outgoing, ...]]:
        """How it ended, and the rows that must now go out.

        `lanes`: of the conversations of which this is the only turn now; empty: of all. Raises InAnotherLane.
        """
        for _ in range(self._decisions):
            decision = await self._decide(accepted, lanes)
            try:
                return await self._commit(accepted, decision)
            except Conflict as error:
                conflict = error
                log.info("turn.decided_anew", inbox_id=accepted.inbox_id)
        return await self._commit(accepted, self._apology(accepted, decision.conversation, conflict))

    def conversation_of(self, inbound: Inbound) -> Awaitable[Conversation | None]:
        return self._of_topic(inbound) if inbound.staff else self._of_contact(inbound)

    async def _of_topic(self, inbound: Inbound) -> Conversation | None:
        thread, message_id = inbound.thread, inbound.message_id
        if thread is not None:
            return await self._insist("load", self._store.load_by_thread, thread)
        if inbound.kind is not Kind.REACTION or message_id is None:
            return None
        chat = self._desk_chat(inbound.chat_id)  # no platform tells the thread of a reaction
        return await self._insist("load", self._store.load_by_desk_message, chat, message_id)

    async def _of_contact(self, inbound: Inbound) -> Conversation | None:
        """What somebody writes on any of their accounts is for the staff who have them."""
        own = await self._insist("load", self._store.load, inbound.identity)
        if own is None or not own.linked or not inbound.private or inbound.kind not in FOR_STAFF:
            return own
        if own.status in AT_DESK:
            return own
        return await self._insist("load_at_desk", self._store.load_at_desk, own.contact_id) or own

    async def _decide(self, accepted: Accepted, lanes: Collection[Identity]) -> _Decision:
        conversation = None
        try:
            # Loaded here, not when it was queued: while it waited, another turn may have changed it.
            conversation = await self.conversation_of(accepted.inbound)
            if conversation is not None and lanes and conversation.identity not in lanes:
                raise InAnotherLane(conversation.identity)
            result = await self._answer(accepted.inbound, conversation)
            return _Decision("answered", conversation, result)
        except InAnotherLane:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary of one message: whatever a handler raises is apologised for
            return self._apology(accepted, conversation, error)
        except asyncio.CancelledError as error:
            if is_asked_to_stop():
                raise
            return self._apology(accepted, conversation, error)

    async def _answer(self, inbound: Inbound, conversation: Conversation | None) -> TurnResult:
        answer = self._answers.staff if inbound.staff else self._answers.customer
        with self._in_time.begun():
            result = await answer(inbound, conversation, self._clock())
        return with_effects(result) if self._has_effects else result

    def _apology(self, accepted: Accepted, conversation: Conversation | None, error: BaseException) -> _Decision:
        inbox_id, inbound, now = accepted.inbox_id, accepted.inbound, self._clock()
        log.error("turn.failed", inbox_id=inbox_id, channel=inbound.identity.channel, kind=inbound.kind, **told(error))
        case = f"{type(error).__name__}, message {inbox_id}"
        try:
            result = self._answers.apology(inbound, conversation, case, now)
            return _Decision("apologised", conversation, result)
        except Exception as worse:  # noqa: BLE001 - the same boundary: not even the apology may stop the lane
            log.critical("turn.given_up", inbox_id=inbox_id, **told(worse))
            return NOTHING

    async def _commit(self, accepted: Accepted, decision: _Decision) -> tuple[TurnEnd, tuple[Outgoing, ...]]:
        try:
            return await self._commit_or_less(accepted, decision)
        except Exception as error:  # noqa: BLE001 - raised again, unless it will pass
            return await self._insist.again(error, "commit", self._commit_again, accepted, decision)

    async def _commit_again(self, accepted: Accepted, decision: _Decision) -> tuple[TurnEnd, tuple[Outgoing, ...]]:
        """The attempt before this one may have been written although it was reported as failed."""
        outcome, rows = await self._commit_or_less(accepted, decision)
        return outcome, rows or tuple(await self._store.answers_to(accepted.inbox_id))

    async def _commit_or_less(self, accepted: Accepted, decision: _Decision) -> tuple[TurnEnd, tuple[Outgoing, ...]]:
        """Commit the decision; where its data is refused an apology, and where that is refused too, nothing at all."""
        while True:
            try:
                rows = await self._store.commit(accepted.inbox_id, decision.result, self._clock())
            except Conflict:
                raise
            except Exception as error:
                if will_pass(error):
                    raise
                if decision is NOTHING:
                    # There was no data to refuse, so it is the store that fails, whatever it calls that.
                    raise OSError("the store refused an empty turn") from error
                decision = self._lesser(accepted, decision, error)
            else:
                timers = decision.result.timers
                if timers and min(timer.due_at for timer in timers) <= self._clock():
                    self.timer_is_due = True
                return decision.outcome, rows

    def _lesser(self, accepted: Accepted, decision: _Decision, error: Exception) -> _Decision:
        if decision.outcome == "answered":
            return self._apology(accepted, decision.conversation, error)
        log.critical("turn.given_up", inbox_id=accepted.inbox_id, **told(error))
        return NOTHING
