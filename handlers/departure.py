"""What a turn decided, as the rows that will be written and sent."""

from handlers.arrival import TYPED
from handlers.attachment_words import in_words
from handlers.desk.holding import unsent
from handlers.exchange import Outcome, Turn, plain
from handlers.link_steps import is_about_links
from handlers.relay import label
from handlers.state import State, offers
from storage.content import Content
from storage.conversations import Conversation, Reach
from storage.inbound import Kind
from storage.link_codes import hidden
from storage.records import factory, replace
from storage.results import Entry, EntryKind, Outgoing, ReportingEvent, TurnResult

WORDS = TYPED | {Kind.BUTTON}
"""What a transcript shows of what the contact did."""

new_result, new_row, new_entry = factory(TurnResult), factory(Outgoing), factory(Entry)


def written(turn: Turn, outcome: Outcome, *notes: Entry) -> TurnResult:
    """Of a turn about one conversation, whoever spoke."""
    state = state_after(turn, outcome)
    posts = (*outcome.posts, *unsent(turn, state, outcome.relayed))
    return new_result(
        conversation=saved(outcome.conversation or turn.conversation, state),
        entries=(*notes, *incoming(turn, outcome), *spoken(turn, outcome), *outcome.entries),
        outgoing=(
            *news(turn, outcome),
            *answers(turn, outcome.replies),
            *outcome.relayed,
            *last(turn, outcome),
            *posts,
        ),
        timers=outcome.timers,
        cancelled_timers=outcome.cancelled_timers,
        events=tuple([placed(turn, each) for each in outcome.events]),
        returns=outcome.returns,
        case=outcome.case,
        agents=outcome.agents,
        contacts=outcome.contacts,
        links=outcome.links,
        swaps=outcome.swaps,
        surveys=outcome.surveys,
        campaigns=outcome.campaigns,
        tasks=outcome.tasks,
        feedback=outcome.feedback,
    )


def written_in_group(turn: Turn, outcome: Outcome, stored: Conversation | None) -> TurnResult:
    """Others read a group along: what is open in private is neither shown there nor changed from there."""
    direct = turn.inbound.direct_chat_id
    private = sent(turn, Reach(turn.inbound.identity, direct), outcome.in_private) if direct else ()
    here = Reach(turn.inbound.identity, turn.inbound.chat_id)
    replies = [replace(row, thread=turn.inbound.thread) for row in sent(turn, here, outcome.replies)]
    return TurnResult(
        conversation=stored,
        outgoing=(*replies, *private, *outcome.posts),
    )


def written_outside(outcome: Outcome) -> TurnResult:
    """Of what staff wrote in no conversation's topic."""
    return TurnResult(
        outgoing=outcome.posts,
        timers=outcome.timers,
        agents=outcome.agents,
        contacts=outcome.contacts,
        swaps=outcome.swaps,
        campaigns=outcome.campaigns,
    )


def placed(turn: Turn, event: ReportingEvent) -> ReportingEvent:
    """With the conversation's channel and team, where the event names none."""
    channel, team = event.channel or turn.conversation.identity.channel, event.team or turn.team
    return replace(event, channel=channel, team=team)


def last(turn: Turn, outcome: Outcome) -> tuple[Outgoing, ...]:
    """What is said after the conversation is over. Where that asks how it was, the row knows the survey, which is told
    should the row not arrive.
    """
    if not outcome.final:
        return ()
    asked = next((each.id for each in outcome.surveys if each.asked_at == turn.now), 0)
    return tuple([replace(row, final=True, survey_id=asked) for row in answers(turn, outcome.final)])


def news(turn: Turn, outcome: Outcome) -> tuple[Outgoing, ...]:
    """What became of earlier feedback. The row knows the feedback, which is open again should the row not arrive."""
    if not outcome.news:
        return ()
    return tuple([replace(row, feedback_id=of) for of, told in outcome.news for row in answers(turn, (told,))])


def answers(turn: Turn, contents: tuple[Content, ...]) -> tuple[Outgoing, ...]:
    """Where the contact is spoken to now; but what concerns linking an account is said on that account."""
    if not contents:
        return ()
    if is_about_links(turn.inbound):
        return sent(turn, Reach(turn.conversation.identity, turn.conversation.chat_id), contents)
    return sent(turn, turn.reach, contents)


def saved(conversation: Conversation, remembered: State) -> Conversation:
    """The same object where nothing has changed, which the store then need not write."""
    state = remembered.as_json()
    return conversation if conversation.state == state else replace(conversation, state=state)


def state_after(turn: Turn, outcome: Outcome) -> State:
    """With the buttons of this answer, whose numbers may be typed; an answer without any leaves those from before."""
    state = outcome.state if outcome.state is not None else turn.state
    shown = offers(outcome.replies)
    return replace(state, offered=shown) if shown else state


def sent(turn: Turn, to: Reach, contents: tuple[Content, ...]) -> tuple[Outgoing, ...]:
    conversation, identity = turn.conversation, to.identity
    elsewhere = identity != conversation.identity
    return tuple(
        [
            new_row(
                channel=identity.channel,
                to=to.chat_id,
                conversation_id=conversation.id,
                content=content,
                elsewhere=elsewhere,
                created_at=turn.now,
            )
            for content in contents
        ]
    )


def incoming(turn: Turn, outcome: Outcome) -> tuple[Entry, ...]:
    """A code that links accounts is in no transcript: it is shown to one person alone."""
    inbound = turn.inbound
    if inbound.staff or inbound.kind not in WORDS:
        return ()
    text = in_words(inbound) if inbound.kind in TYPED else label(turn)
    if not text:
        return ()
    entry = new_entry(
        kind=EntryKind.INCOMING,
        author="contact",
        author_name=turn.conversation.name,
        text=hidden(text) if outcome.links else text,
        at=turn.now,
        external_id=inbound.message_id,
        via=str(inbound.identity) if turn.is_elsewhere else "",
    )
    return (entry,)


def spoken(turn: Turn, outcome: Outcome) -> list[Entry]:
    told = [content for _, content in outcome.news]
    said = [plain(content.text) for content in (*told, *outcome.replies, *outcome.final)]
    if outcome.links:
        said = [hidden(text) for text in said]
    return [new_entry(kind=EntryKind.OUTGOING, author="bot", text=text, at=turn.now) for text in said]
