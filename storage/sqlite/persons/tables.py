"""For every table: which rows are about a person, what they are told of them, and what becomes of them when the person
is erased. A table that is not here fails a test.

The conditions take lists as JSON: `:contacts`, `:conversations`, `:identities` ([channel, account]), `:accounts`
("channel:account"), `:reaches` ([channel, chat]), `:chats`, `:threads`, `:desk_messages`, `:once_linked` (conversations
of accounts that theirs were ever linked to), `:returns` (numbers), `:subjects` (of locks); and `mentions(text)`.
"""

from collections.abc import Mapping

from storage.records import record
from storage.sqlite.return_books import UNNAMED_EVENT


def among(name: str) -> str:
    return f"IN (SELECT value FROM json_each(:{name}))"  # noqa: S608 - names of our own


def pairs(name: str) -> str:
    return f"IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:{name}))"  # noqa: S608 - names of our own


IDENTITY = f"(channel, account_id) {pairs('identities')}"
CONVERSATION = f"conversation_id {among('conversations')}"


@record(frozen=True, slots=True, kw_only=True)
class Table:
    why: str
    """What it holds of a person; for a table without `theirs`, why nothing of it is told or erased."""
    theirs: str = ""
    """The rows that are about the person."""
    told: str = ""
    """The columns that they are told; "": none, since it is in other tables too, or says nothing to them."""
    kind: str = ""
    """How what they are told is headed."""
    only: str = ""
    """Of their rows those that they are told; what only staff may know comes in `:with_notes`."""
    notes: bool = False
    """Staff's own notes: told only where that is wished for."""
    unnamed: str = ""
    """What is set for the row to stay without the person; "": it is deleted."""
    also: tuple[str, ...] = ()
    """Statements beside that: traces in rows that are about others."""
    numbered: bool = False
    """Its numbers are given out once: the highest is noted before rows go."""
    looked_through: bool = False
    """No index leads to the rows: they are looked for a range at a time, so that nobody's message waits."""


AUTHOR = "CASE WHEN author IN ('contact', 'bot') THEN author ELSE 'staff' END AS author"
"""Members of staff by the name that the desk has for them: their accounts are theirs."""
WHO = "CASE actor WHEN 'contact' THEN 'you' ELSE actor_name END AS who"
WHY = """
CASE WHEN :with_notes OR actor NOT LIKE '%:%' OR after IN ('declined', 'cancelled') THEN why ELSE '' END AS why
"""
"""Of what staff did to a return customers read it only where it ended so; else it is a note for colleagues."""
NOT_A_PERSON = "nothing about a customer"
A_RANDOM_NUMBER = "((1 << 40) + abs(random() % (1 << 50)))"
"""That no contact and no conversation will ever have: the row still counts, and leads to nobody."""

TABLES: Mapping[str, Table] = {
    "inbox": Table(
        why="what they wrote, as it came in; what staff wrote to them or about them",
        theirs=f"""
((channel, json_extract(body, '$.identity.account_id')) {pairs("identities")}
 AND (:all_waiting OR handled_at IS NOT NULL OR json_extract(body, '$.kind') = 'timer'))
OR (json_extract(body, '$.staff') AND handled_at IS NOT NULL AND (
    json_extract(body, '$.thread') {among("threads")}
    OR json_extract(body, '$.message_id') {among("desk_messages")}
    OR json_extract(body, '$.quote.message_id') {among("desk_messages")}
    OR mentions(body)))
""",
        told="id, channel, body, accepted_at, handled_at",
        kind="received_messages",
        # A timer is no message of theirs: it may hold what a member of staff did elsewhere, under their account.
        only=f"""
(channel, json_extract(body, '$.identity.account_id')) {pairs("identities")}
AND json_extract(body, '$.kind') <> 'timer'
""",
        numbered=True,
        looked_through=True,
    ),
    "outbox": Table(
        why="what was sent to them, and what was posted about them at the desk",
        theirs=f"""
{CONVERSATION} OR (action = 'send' AND (channel, recipient) {pairs("reaches")})
OR ((conversation_id = 0 OR conversation_id {among("once_linked")}) AND settled_at IS NOT NULL AND mentions(body))
""",
        told="id, action, channel, recipient, json_remove(body, '$.relays') AS body, created_at, fate, settled_at, "
        "error",
        kind="sent_messages",
        only=f"""
(:with_notes AND {CONVERSATION}) OR (action, channel, recipient) IN (
    SELECT 'send', json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:reaches))
""",  # noqa: S608 - our own statement
        numbered=True,
        looked_through=True,
    ),
    "messages": Table(
        why="the transcript; also what they said on an account that is linked no more",
        theirs=f"{CONVERSATION} OR (conversation_id {among('once_linked')} AND via {among('accounts')})",
        told=f"id, conversation_id, kind, {AUTHOR}, author_name, text, at, via",
        kind="transcript",
        only=f"(:with_notes OR kind IN ('incoming', 'outgoing')) AND (via = '' OR via {among('accounts')})",
        numbered=True,
    ),
    "contact_notes": Table(
        why="staff's own notes about them",
        theirs=f"contact_id {among('contacts')}",
        told="author_name, text, at",
        kind="staff_notes",
        notes=True,
    ),
    "contact_tags": Table(
        why="what staff sorted them under",
        theirs=f"contact_id {among('contacts')}",
        told="tag",
        kind="tags",
    ),
    "copies": Table(
        why="which message at the desk is a copy of which of theirs",
        theirs=f"""
{CONVERSATION} OR (conversation_id {among("once_linked")} AND contact_chat {among("chats")})
""",
    ),
    "desk_threads": Table(why="topics at the desk that their conversation has left", theirs=CONVERSATION),
    "cases": Table(
        why="the times that staff had their conversation",
        theirs=CONVERSATION,
        told="conversation_id, opened_at, queued_at, accepted_at, closed_at, asked, team, "
        "json_extract(body, '$.reason') AS reason, json_extract(body, '$.priority') AS priority, "
        "json_extract(body, '$.angry') AS angry, json_extract(body, '$.orders') AS orders",
        kind="handed_to_staff",
        also=(
            f"""
UPDATE cases SET body = json_remove(body, '$.answer_via', '$.answer_chat') WHERE conversation_id {among("once_linked")}
AND json_extract(body, '$.answer_via.channel') || ':' || json_extract(body, '$.answer_via.account_id')
    {among("accounts")}
""",  # noqa: S608 - our own statement
        ),
        numbered=True,
    ),
    "timers": Table(
        why="what is due later for them",
        theirs=CONVERSATION,
        # Behind the colon some name a member of staff.
        told="conversation_id, substr(name, 1, instr(name || ':', ':') - 1) AS about, due_at",
        kind="pending_timers",
    ),
    "surveys": Table(
        why="how content they were; the rating stays in the figures",
        theirs=CONVERSATION,
        told="id, survey, campaign, channel, language, team, tier, status, asked_at, valid_until, reminded_at, score, "
        "value, low, reasons, comment, answered_at",
        kind="surveys",
        unnamed="contact_id = 0, conversation_id = 0, case_id = 0, comment = ''",
    ),
    "feedback": Table(
        why="what they said of the shop, and the answer; the topic stays in the figures",
        theirs=CONVERSATION,
        told="id, channel, language, team, topic, severity, text, status, at, answer, answered_at",
        kind="feedback",
        unnamed="""
contact_id = 0, conversation_id = 0, text = '', answer = '',
status = CASE status WHEN 'open' THEN 'closed' ELSE status END
""",
    ),
    "tasks": Table(
        why="what staff owed them because they were not content; that there was something stays in the figures",
        theirs=CONVERSATION,
        told="id, kind, team, severity, summary, opened_at, due_at, settled_at, said, asked_again_at, answered_at, "
        "ended_at, outcome, CASE WHEN :with_notes THEN note END AS note",
        kind="tasks",
        unnamed="""
contact_id = 0, conversation_id = 0, summary = '', note = '', ended_at = coalesce(ended_at, :now),
outcome = coalesce(outcome, said, 'not_recovered')
""",
    ),
    "campaign_targets": Table(
        why="which campaigns asked them; that somebody was asked stays in the figures",
        theirs=f"run_id IN (SELECT id FROM campaign_runs) AND {CONVERSATION}",  # noqa: S608 - our own statement
        told="(SELECT campaign FROM campaign_runs WHERE id = run_id) AS campaign, channel, status, why, due_at",
        kind="campaigns",
        unnamed=f"""
contact_id = {A_RANDOM_NUMBER}, conversation_id = {A_RANDOM_NUMBER},
why = CASE status WHEN 'waiting' THEN 'erased' ELSE why END,
status = CASE status WHEN 'waiting' THEN 'skipped' ELSE status END
""",
    ),
    "reporting_events": Table(
        why="facts that reports count; they stay, and lead to nobody",
        theirs=CONVERSATION,
        told="name, at, value, channel, team, script, "
        "json_remove(details, '$.by', '$.from', '$.to', '$.agents') AS details",
        kind="reporting_events",
        unnamed="conversation_id = 0, details = json_remove(details, '$.order')",
        looked_through=True,
    ),
    "rma_events": Table(
        why="every move of their return requests, for the shop's books: what, when, how much",
        theirs=f"number {among('returns')}",
        told=f"number, at, {WHO}, before, after, {WHY}, details",
        kind="return_events",
        unnamed=UNNAMED_EVENT,
    ),
    "rmas": Table(
        why="their return requests, for the shop's books: what, when, how much",
        theirs=f"number {among('returns')}",
        told="number, status, body",
        kind="returns",
        unnamed="body = unnamed_return(body), account_id = '', conversation_id = 0",
    ),
    "photos": Table(
        why="photographs for return requests; the files go with the rows",
        theirs=IDENTITY,
        told="id, mime, size, width, height, kept_at",
        kind="photographs",
    ),
    "proofs": Table(
        why="which orders they have proven to be theirs",
        theirs=IDENTITY,
        told="channel, account_id, number, until",
        kind="proofs_of_orders",
    ),
    "proof_attempts": Table(
        why="attempts at a proof that still count",
        theirs=f"{IDENTITY} OR contact_id {among('contacts')}",
        told="channel, account_id, number, at",
        kind="attempts_to_prove_orders",
    ),
    "proof_locks": Table(
        why="that they have tried too often",
        theirs=f"replace(subject, 'whole contact ', 'contact ') {among('subjects')}",
        told="until",
        kind="locked_until",
    ),
    "quota": Table(
        why="how many messages the platform still lets us send to them",
        # The answer to what waits in the inbox needs the window that it has opened.
        theirs=f"""
account IN (SELECT json_extract(value, '$[1]') FROM json_each(:identities)) AND (:all_waiting OR NOT EXISTS (
    SELECT 1 FROM inbox WHERE handled_at IS NULL
    AND (channel, json_extract(body, '$.identity.account_id')) {pairs("identities")}))
""",  # noqa: S608 - our own statement
        told="account, kind, remaining, until",
        kind="platform_windows",
    ),
    "private_topics": Table(
        why="in which topic of their chat they wrote last: a number that is the platform's own",
        theirs=IDENTITY,
    ),
    "link_codes": Table(
        why="a code with which they may link an account, as a hash",
        theirs=IDENTITY,
        told="channel, account_id, expires_at",
        kind="codes_for_linking",
    ),
    "link_attempts": Table(
        why="wrong codes that still count",
        theirs=f"{IDENTITY} OR contact_id {among('contacts')}",
        told="channel, account_id, at",
        kind="attempts_to_link",
    ),
    "links": Table(
        why="which of their accounts were linked, or were to be",
        theirs=f"""
(first_channel, first_account) {pairs("identities")} OR (second_channel, second_account) {pairs("identities")}
OR from_contact {among("contacts")} OR into_contact {among("contacts")}
""",
        told="proposed_at, expires_at, linked_at, undone_at, declined_at",
        kind="links",
        numbered=True,
    ),
    "identities": Table(
        why="their accounts",
        theirs=f"{IDENTITY} OR contact_id {among('contacts')}",
        told="channel, account_id",
        kind="accounts",
    ),
    "conversations": Table(
        why="their conversations: names, language, and what the bot remembers between two messages",
        theirs=f"id {among('conversations')}",
        told="id, channel, account_id, chat_id, name, locale, language, status, state, messages, last_message_at, "
        "blocked, created_at",
        kind="conversations",
        numbered=True,
    ),
    "contacts": Table(
        why="what staff made of them: tier, ban, whether they want to be asked",
        theirs=f"id {among('contacts')}",
        told="id, created_at, tier, banned, declined",
        kind="contact",
        numbered=True,
    ),
    "orders": Table(why="the shop's book of orders: it comes from the shop's own system, and with every import anew"),
    "closed_topics": Table(why="topics at the desk that somebody closed: numbers that are the platform's own"),
    "order_imports": Table(why=NOT_A_PERSON),
    "rma_pieces": Table(why="how many pieces of an order have come back; no customer is named"),
    "campaign_runs": Table(why=NOT_A_PERSON),
    "campaign_schedules": Table(why=NOT_A_PERSON),
    "agents": Table(why="members of staff"),
    "swaps": Table(why="shifts that members of staff exchange"),
    "bookmarks": Table(why="where the program stands; conversations by their number at most"),
    "last_ids": Table(why=NOT_A_PERSON),
    "erasures": Table(why="the receipts: counts, and nobody's name"),
    "migrations": Table(why=NOT_A_PERSON),
}
