"""From the bot to a person: the conversation opens at the desk."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "escalation",
    script="escalation",
    button="",  # the label of a button that leads here
    queued="",  # what happens next
    queued_again="",  # the same, to one whose earlier conversation is opened again
    not_understood="",  # said before `queued` when the bot gave up by itself
    already="",  # asked again while staff have it
    no_desk="",  # the shop has no staff desk: say how else to reach it
    in_group="",  # asked in a group: please write to us in private
    farewell="",  # staff have ended the conversation
    may_be_empty="not_understood",
)
