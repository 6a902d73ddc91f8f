"""What the desk itself says to staff."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "desk",
    script="desk",
    # The card, the first post of a topic; each on a line of its own. Everything personal comes masked.
    title="number name channel asked",  # the topic's name, plain
    channel="channel",  # how the channel (`wechat`, `telegram`, `slack`) is called
    card="number name channel language",
    card_again="number name",  # instead of `card` where there is a topic already
    card_asked="text",
    card_messages="",  # above the last messages
    message="time author text",
    author_contact="name",
    author_bot="",
    author_agent="name",
    resolve_button="",
    reopen_button="",
    # What happens in the topic
    edited="text",  # the customer changed a message
    pressed="label",  # the customer pressed a button
    left="name",  # the customer blocked us
    ended_by_customer="name",
    resolved="agent before spoke",  # `before`: the colleague whose it was; "" for their own. `spoke`: see closing
    reopened="agent",
    reopened_by_customer="name",  # they have written again soon after the end
    idle_warned="",  # the customer is silent, and was told that this ends the conversation
    idle_closed="",
    # Answers to members
    old_topic="number",  # written in a topic that the conversation has left: not sent
    unknown_command="command near",  # it was not sent to the customer; `near`: which may be meant, or ""
    edit_not_relayed="",  # the message that was edited was not sent either
    already_resolved="",
    already_open="",
    put_out="time",  # the bot was put out of this group then; it reads so when it is back
    demoted="",  # the bot is no administrator of this group any more: it may not see what is written there
    not_open="",  # resolved, or with the bot: not sent to the customer; /reopen first
    blocked="name",  # the customer left: not sent
    only_in_topic="command",  # a command for one conversation, written outside of its topic
    press_unchecked="",  # their platform does not say who they are; over the chat, plain, 200 characters at most
    # Alerts
    locked="name number hours minutes",  # too many wrong proofs; `hours`: "" for an hour or less
    guessed="name number days email",  # as many in a month; `email`: only that is a proof for so many days
    locked_many="",  # behind either: so many are locked that no more of them are told
    failed="number name case",  # a turn failed
    member_failed="case",  # the turn of a member's own message failed: it was not sent
    may_be_empty="card_messages reopened_by_customer idle_warned",
    retired="help card_orders",
)
