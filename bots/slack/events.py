"""Events to `Inbound`s. Pure: no I/O, no clock."""

from bots.slack.emoji import character
from bots.slack.installed import Installed, is_direct
from bots.slack.payloads import Envelope, HomeOpened, PutOut, Reacted, Renumbered, ShutDown
from bots.slack.reading import SLACKBOT, one, read_message
from storage.inbound import Identity, Inbound, Kind


def read_event(envelope: Envelope, us: Installed) -> tuple[Inbound, ...]:
    """Empty: nothing that concerns us. Raises pydantic's ValidationError on a malformed event."""
    if envelope.event.get("type") in ("message", "app_mention"):
        return read_message(envelope, us)
    return one(_happened(envelope, us))


def _happened(envelope: Envelope, us: Installed) -> Inbound | None:
    match envelope.event.get("type"):
        case "reaction_added" | "reaction_removed":
            return _reacted(Reacted.model_validate(envelope.event), us)
        case "app_home_opened":
            return _opened(HomeOpened.model_validate(envelope.event))
        case "channel_left" | "group_left" | "member_left_channel":
            return _put_out(PutOut.model_validate(envelope.event), envelope.event_time, us)
        case "channel_archive" | "channel_deleted" | "group_archive" | "group_deleted":
            return _shut_down(ShutDown.model_validate(envelope.event), envelope.event_time, us)
        case "channel_id_changed":
            return _renumbered(Renumbered.model_validate(envelope.event), envelope.event_time, us)
    return None


def _reacted(reacted: Reacted, us: Installed) -> Inbound | None:
    """In private or at the desk. Slack names neither the thread nor the workspace of who did it."""
    item, private = reacted.item, is_direct(reacted.item.channel)
    if item.ts is None or not (private or item.channel in us.desk) or reacted.user in (us.user_id, SLACKBOT):
        return None
    return Inbound(
        identity=Identity("slack", reacted.user),
        key=f"reaction:{item.channel}:{item.ts}:{reacted.user}:{reacted.event_ts}",
        kind=Kind.REACTION,
        chat_id=item.channel,
        payload=character(reacted.reaction) if reacted.type == "reaction_added" else "",
        sent_at=float(reacted.event_ts),
        private=private,
        staff=not private,
        message_id=item.ts,
        direct_chat_id=None if private else reacted.user,
    )


def _put_out(out: PutOut, at: int, us: Installed) -> Inbound | None:
    """Out of a channel of the desk. Slack may tell it twice, as news of the channel and as news of a member: us."""
    return _out_of(out.channel, out.actor_id, at, us) if out.user in (None, us.user_id) else None


def _shut_down(down: ShutDown, at: int, us: Installed) -> Inbound | None:
    return _out_of(down.channel, down.user or down.actor_id, at, us)


def _out_of(channel: str, by: str | None, at: int, us: Installed) -> Inbound | None:
    if channel not in us.desk:
        return None
    return Inbound(
        identity=Identity("slack", by or us.user_id),
        key=f"left:{channel}:{at}",
        kind=Kind.LEFT,
        chat_id=channel,
        sent_at=float(at),
        private=False,
        staff=True,
    )


def _renumbered(change: Renumbered, at: int, us: Installed) -> Inbound | None:
    """Slack does not say by whom."""
    if change.old_channel_id not in us.desk:
        return None
    return Inbound(
        identity=Identity("slack", us.user_id),
        key=f"moved:{change.old_channel_id}:{change.new_channel_id}",
        kind=Kind.MOVED,
        chat_id=change.old_channel_id,
        payload=change.new_channel_id,
        sent_at=float(at),
        private=False,
        staff=True,
    )


def _opened(opened: HomeOpened) -> Inbound | None:
    """The Messages tab opens the door. The key makes it once a contact, for as long as the inbox remembers keys:
    Slack tells of every look at the tab."""
    if opened.tab != "messages":
        return None
    return Inbound(
        identity=Identity("slack", opened.user),
        key=f"start:{opened.user}",
        kind=Kind.START,
        chat_id=opened.channel,
        sent_at=float(opened.event_ts),
    )
