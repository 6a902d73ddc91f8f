"""The first words: a new contact, an opened door, a greeting; and what is open for one who returns."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "welcome",
    script="welcome",
    first="shop name",  # to a contact who was never here; `name` may be ""
    again="shop name",  # to one who was; `name` may be ""
    open_form="",  # under `again`: a question of ours still waits for an answer (it follows as the next message)
    open_order="number status",  # under `again`, for each proven order that is under way
    at_desk="",  # under `again`: staff have this conversation
    in_group="shop",  # in a group: how to reach the bot in private
    may_be_empty="open_form open_order at_desk",
)
