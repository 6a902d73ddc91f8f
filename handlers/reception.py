"""The way from a message to what is decided about it. Decides; never sends, never writes."""

from collections.abc import Callable

from handlers import departure, trace
from handlers.apology import apologise, apologise_to_member
from handlers.arrival import greeted, listened, read_text, remembered, unknown
from handlers.attendance import attend
from handlers.catalogue import FORMS
from handlers.contract import Policy
from handlers.desk import topic
from handlers.desk.places import Places
from handlers.desk.seen import noticed
from handlers.desk.shelf import DeskPolicyShelf
from handlers.doors import Doors
from handlers.exchange import Turn, script_in
from handlers.hours.business import BusinessHours
from handlers.language import reads
from handlers.promises.keeping import kept
from handlers.returns.policy import ReturnPolicy
from handlers.returns.shelf import PolicyShelf
from handlers.scripts.library import Shelf
from handlers.state import BLANK, State
from handlers.surveys.shelf import SurveyPolicyShelf
from storage.conversations import Conversation
from storage.inbound import Inbound, Kind
from storage.records import factory, record, replace
from storage.results import Entry, TurnResult

KNOWN_FORMS = frozenset(FORMS)
new_turn = factory(Turn)


@record(frozen=True, slots=True, kw_only=True)
class Reception:
    """`handlers.contract.Answers`, over the scripts in force."""

    shelf: Shelf
    doors: Doors
    policy: Policy
    return_policies: PolicyShelf
    desk_policies: DeskPolicyShelf
    survey_policies: SurveyPolicyShelf
    hours: BusinessHours
    places: Places
    next_number: Callable[[], int]
    """For a conversation that begins."""

    async def customer(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        if conversation is None and inbound.kind in (Kind.TIMER, Kind.LEFT, Kind.MOVED):
            return TurnResult()
        turn, notes = self._begun(inbound, conversation, now)
        outcome = await attend(turn)
        if not inbound.private:
            return departure.written_in_group(turn, outcome, conversation)
        return departure.written(turn, await kept(turn, outcome), *notes)

    async def staff(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        if conversation is None:
            outsider = self._turn(inbound, read_text(inbound), unknown(inbound), BLANK, now, "desk")
            return departure.written_outside(await noticed(outsider, await topic.outside(outsider)))
        trace.about(conversation.identity)
        trace.chose("desk", "desk")
        state, notes = remembered(conversation, KNOWN_FORMS, now)
        turn = self._turn(inbound, read_text(inbound), conversation, state, now, "desk")
        outcome = await kept(turn, await topic.in_topic(turn))
        return departure.written(turn, await noticed(turn, outcome), *notes)

    def apology(self, inbound: Inbound, conversation: Conversation | None, case: str, now: float) -> TurnResult:
        if inbound.staff:
            return self._apology_to_staff(inbound, conversation, case, now)
        turn, notes = self._begun(inbound, conversation, now, "apology")
        outcome = apologise(turn, case)
        if not inbound.private:
            return departure.written_in_group(turn, outcome, conversation)
        return departure.written(turn, outcome, *notes)

    def _apology_to_staff(
        self, inbound: Inbound, conversation: Conversation | None, case: str, now: float
    ) -> TurnResult:
        known = conversation or unknown(inbound)
        turn = self._turn(inbound, read_text(inbound), known, BLANK, now, "apology")
        posts = apologise_to_member(turn, case, in_topic=conversation is not None).posts
        return TurnResult(conversation=conversation, outgoing=posts)

    def _begun(
        self, inbound: Inbound, conversation: Conversation | None, now: float, script: str = "fallback"
    ) -> tuple[Turn, tuple[Entry, ...]]:
        known = conversation or replace(unknown(inbound), id=self.next_number())
        greeting = greeted(inbound, known, now)
        state, notes = remembered(greeting, KNOWN_FORMS, now)
        if not inbound.private:  # others read a group: what is open in private is neither shown nor changed there
            state, notes = BLANK, ()
        text = read_text(inbound)
        heard = listened(greeting, text, state, self.shelf.library)
        was_over = heard.status is not known.status  # the only change of status here is that what was over goes on
        return self._turn(inbound, text, heard, state, now, script, was_over=was_over), notes

    def _turn(
        self,
        inbound: Inbound,
        text: str,
        conversation: Conversation,
        state: State,
        now: float,
        script: str,
        *,
        was_over: bool = False,
    ) -> Turn:
        trace.begun()
        library = self.shelf.library
        language = reads(conversation, library.languages, self.policy.default_language)
        return new_turn(
            inbound=inbound,
            text=text,
            conversation=conversation,
            state=state,
            was_over=was_over,
            script=script_in(library, language, script),
            library=library,
            language=language,
            doors=self.doors,
            policy=self.policy,
            return_policy=self._return_policy(),
            desk_policy=self.desk_policies.policy,
            survey_policy=self.survey_policies.policy,
            hours=self.hours,
            places=self.places,
            now=now,
        )

    def _return_policy(self) -> ReturnPolicy:
        """Without a desk nobody could decide what the rules leave open, or take the goods in: there are no returns."""
        policy = self.return_policies.policy
        return policy if self.places.main else replace(policy, enabled=False)
