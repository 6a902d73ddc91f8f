"""Buttons and slash commands to `Inbound`s. Pure: no I/O, no clock."""

from bots.slack.installed import Installed, is_direct, outsider
from bots.slack.payloads import BlockActions, Command
from bots.slack.words import plain
from storage.inbound import Identity, Inbound, Kind


def read_press(pressed: BlockActions, us: Installed) -> Inbound | None:
    """None: a button that only opens an address, or one pressed in the desk by somebody from outside."""
    action = next((action for action in pressed.actions if action.value is not None), None)
    if action is None:
        return None
    user = pressed.user.id
    chat = pressed.channel.id if pressed.channel else user
    staff = chat in us.desk
    if staff and pressed.user.team_id is not None and not us.is_ours(pressed.user.team_id):
        outsider(chat, user)
        return None
    private = pressed.channel is None or is_direct(chat)
    return Inbound(
        identity=Identity("slack", user),
        key=f"action:{chat}:{user}:{action.action_ts}",
        kind=Kind.BUTTON,
        chat_id=chat,
        payload=action.value or "",
        sent_at=float(action.action_ts),
        private=private,
        staff=staff,
        thread=_thread(pressed, chat, us),
        message_id=pressed.container.message_ts,
        direct_chat_id=None if private else user,
    )


def read_command(command: Command, us: Installed, now: float) -> Inbound | None:
    """`/kefu text`. Slack gives no time of its own, and none of these in a thread."""
    staff = command.channel_id in us.desk
    if staff and not us.is_ours(command.team_id):
        outsider(command.channel_id, command.user_id)
        return None
    private = is_direct(command.channel_id)
    return Inbound(
        identity=Identity("slack", command.user_id),
        key=f"command:{command.trigger_id}",
        chat_id=command.channel_id,
        text=plain(command.text),
        sent_at=now,
        private=private,
        staff=staff,
        direct_chat_id=None if private else command.user_id,
    )


def _thread(pressed: BlockActions, chat: str, us: Installed) -> str | None:
    """In the desk a button on the parent (the card) belongs to its thread, of which Slack says nothing before the
    first reply."""
    if chat not in us.desk:
        return pressed.thread
    thread = pressed.thread or pressed.container.message_ts
    return us.desk.thread(chat, thread) if thread else None
