"""What staff read about their answers, and what a contact reads when one of them changes."""

from handlers.desk.staff_words import StaffWords
from handlers.exchange import Turn
from handlers.scripts.declaration import declare
from storage.content import Button, Content

SCRIPT = "desk_talk"

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    # What the contact does with their own messages
    edited="text",  # in place of the earlier words
    deleted="text",  # in place of the words: staff keep what was said
    # They send more than anybody reads
    flooded="count text",  # so many messages were not shown, and the last of their words
    # Not sent, and why
    late_note="",  # a later line begins with //
    perhaps_note="",  # it begins with 备注, and no colon follows
    for_colleague="agent",  # it begins with a colleague's @name
    kept_inside="",  # it answers what looks like a note
    forwarded="",  # a post of ours, or whatever is shared in Slack: from another topic perhaps
    words_behind="",  # of a command that takes none
    file_beside="",  # a command
    edit_refused="",  # it looks like a command now
    asleep="",  # the conversation is snoozed
    banned="name",
    album_inside="",  # one picture of an album has a note or a command beside it
    # Taken back
    became_note="",  # an edit made a note of what was sent
    undone="text waits",  # /undo: these words are on their way back; `waits`: the contact has no answer any more
    nothing_sent="",  # there are none of this member, or only old ones
    # Somebody else's conversation
    take_over="agent",  # who has it; the words wait
    takeover_button="",
    discard_button="",
    too_much_held="agent",
    discarded="agent count",  # whose words were not sent
    nothing_held="",
    # A reaction
    is_resolved="",  # ✅: is it? With a button
)
CONTACT_SCRIPT = "conversation"
CONTACT_DECLARATION = declare(
    CONTACT_SCRIPT,
    script=CONTACT_SCRIPT,
    corrected="text",  # where the earlier message cannot be changed
    taken_back="",  # where it cannot be deleted
    too_fast="",  # they send more than anybody reads
    may_be_empty="corrected taken_back too_fast",
)


WORDS = StaffWords(SCRIPT)
talk_content, talk_told = WORDS.content, WORDS.told


def talk_button(turn: Turn, name: str, goto: str) -> Button:
    return Button(label=WORDS.word(turn, f"{name}_button"), goto=goto)


def to_contact(turn: Turn, name: str, /, **blanks: object) -> Content | None:
    """In the contact's language; None where the shop says nothing."""
    text = turn.words(CONTACT_SCRIPT).line(name, **blanks)
    return Content(text=text) if text else None
