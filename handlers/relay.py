"""A conversation that is at the desk: what the contact says and does goes there, and the bot keeps silent."""

from handlers.courtesy import is_courtesy
from handlers.desk import flooding, said
from handlers.desk.changes import for_desk
from handlers.desk.elsewhere import marked_channel
from handlers.desk.masked import contacts_words, for_topic, masked
from handlers.desk.talk_words import talk_content
from handlers.exchange import Outcome, Turn, in_bold, plain, theirs
from storage.content import Content
from storage.desk import Case
from storage.inbound import Kind, Quote
from storage.records import replace
from storage.results import Action, Entry, EntryKind, Outgoing


async def relay(turn: Turn) -> Outcome:
    turn = flooding.counted(turn)
    if held := flooding.kept_back(turn):
        return replace(held, case=waiting(turn) if turn.inbound.kind is Kind.TEXT else None)
    return replace(await passed_on(turn), state=turn.state)


async def passed_on(turn: Turn) -> Outcome:
    match turn.inbound.kind:
        case Kind.TEXT:
            return Outcome(posts=told(turn), case=waiting(turn))
        case Kind.BUTTON:
            text = turn.desk_words.line("pressed", label=in_bold(label(turn)))
            return Outcome(posts=turn.post(Content(text=f"{marked_channel(turn)}{text}")))
        case Kind.EDIT:
            return Outcome(posts=await edited(turn))
        case Kind.DELETED:
            return await deleted(turn)
        case Kind.REACTION if of := turn.inbound.message_id:
            return Outcome(posts=for_desk(turn, Action.REACT, of, Content(text=turn.inbound.payload)))
    return Outcome()


def waiting(turn: Turn) -> Case | None:
    """The contact waits for an answer; nobody who only said thanks does."""
    case = turn.conversation.case
    if case is None or case.waiting_since is not None or is_courtesy(turn):
        return None
    return replace(case, waiting_since=turn.now)


def told(turn: Turn) -> tuple[Outgoing, ...]:
    inbound = turn.inbound
    content = Content(text=theirs(for_topic(turn, inbound.text)), attachments=inbound.attachments)
    if not content.text and not content.attachments:
        return ()
    content = replace(content, text=f"{marked_channel(turn)}{content.text}")
    return turn.post(content, copies=inbound.message_id, quotes=quoted(turn), album=inbound.album)


def quoted(turn: Turn) -> Quote | None:
    """What the bot told them of an order, or they told the bot, is not for the desk as it stands."""
    quote = turn.inbound.quote
    return replace(quote, text=contacts_words(turn, quote.text)) if quote else None


async def edited(turn: Turn) -> tuple[Outgoing, ...]:
    """What they said before is in the transcript. What only the bot was told comes to staff as they may see it."""
    inbound, on = turn.inbound, marked_channel(turn)
    before = await said.by_contact(turn, inbound.message_id)
    if before is None or before.external_id is None or not is_known_to_staff(turn, before):
        text = f"{on}{turn.desk_words.line('edited', text=theirs(contacts_words(turn, inbound.text)))}"
        return turn.post(Content(text=text, attachments=inbound.attachments))
    now = theirs(for_topic(turn, inbound.text, before.text))
    anew = Content(text=f"{on}{turn.desk_words.line('edited', text=now)}", attachments=inbound.attachments)
    here = replace(anew, text=f"{on}{talk_content(turn, 'edited', text=now).text}")
    return for_desk(turn, Action.EDIT, before.external_id, here, anew)


async def deleted(turn: Turn) -> Outcome:
    """Staff keep what was said to them; what only the bot was told they never had."""
    before = await said.by_contact(turn, turn.inbound.message_id)
    if before is None or before.external_id is None or not is_known_to_staff(turn, before):
        return Outcome()
    words = theirs(for_topic(turn, before.text, before.text))
    text = f"{marked_channel(turn)}{talk_content(turn, 'deleted', text=words).text}"
    content = Content(text=text)
    return Outcome(
        posts=for_desk(turn, Action.EDIT, before.external_id, content, content),
        entries=(Entry(kind=EntryKind.ACTIVITY, author="contact", text="deleted", at=turn.now),),
    )


def is_known_to_staff(turn: Turn, entry: Entry) -> bool:
    case = turn.conversation.case
    return case is not None and entry.at > case.opened_at


def label(turn: Turn) -> str:
    """What stood on the button; one from long ago is told by what leads there now, else by where it led."""
    goto = turn.inbound.payload
    shown = next((offer.label for offer in turn.state.offered if offer.goto == goto), "")
    return shown or label_of(turn, goto.partition(":")[0]) or masked(turn, goto)


def label_of(turn: Turn, script_id: str) -> str:
    """As its script or the menu calls it; "" where neither leads there."""
    script, menu = turn.library.script(turn.language, script_id), turn.library.script(turn.language, "menu")
    if script is not None and "button" in script.names:
        return plain(script.line("button"))
    return next((each.label for each in menu.buttons if each.goto == script_id), "") if menu else ""
