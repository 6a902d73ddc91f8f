"""Events to `Inbound`s. Pure: no I/O, no clock."""

from bots.slack.emoji import character
from bots.slack.installed import Installed, is_direct
from bots.slack.payloads import CameOrWent, Envelope, HomeOpened, PutOut, Reacted, Renumbered
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
        case "member_left_channel" | "member_joined_channel":
            return _came_or_went(CameOrWent.model_validate(envelope.event), envelope.event_time, us)
        case "channel_left" | "channel_archive" | "channel_deleted" | "group_left" | "group_archive" | "group_deleted":
            return _out_of(PutOut.model_validate(envelope.event), envelope.event_time, us)
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


def _came_or_went(change: CameOrWent, at: int, us: Installed) -> Inbound | None:
    """Slack may tell twice that we are out of a channel: as news of the channel, and as news of a member."""
    is_back = change.type == "member_joined_channel"
    if change.user == us.user_id:
        return None if is_back else _out_of(PutOut(channel=change.channel), at, us)
    if change.channel not in us.desk:
        return None
    return _at_desk(
        change.user,
        f"{change.type}:{change.channel}:{change.user}:{at}",
        Kind.MEMBER_BACK if is_back else Kind.MEMBER_GONE,
        change.channel,
        at,
    )


def _out_of(out: PutOut, at: int, us: Installed) -> Inbound | None:
    """Out of a channel of the desk, or it is shut down."""
    if out.channel not in us.desk:
        return None
    return _at_desk(out.user or out.actor_id or us.user_id, f"left:{out.channel}:{at}", Kind.LEFT, out.channel, at)


def _at_desk(who: str, key: str, kind: Kind, channel: str, at: int) -> Inbound:
    """What befell a channel of the desk."""
    return Inbound(
        identity=Identity("slack", who),
        key=key,
        kind=kind,
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
