"""The payloads Slack sends an app.

After https://docs.slack.dev/apis/events-api, .../reference/interaction-payloads/block_actions-payload and
.../interactivity/implementing-slash-commands.
"""

from bots.sandbox.slack.room import Json, Room
from bots.sandbox.slack.workspace import APP, BOT_USER, TEAM, Person, Workspace


def envelope(workspace: Workspace, event: Json, room: Room | None = None) -> Json:
    shared = {"is_ext_shared_channel": room.shared} if room else {}
    return {
        "token": "sandbox",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{next(workspace.numbers):010}",
        "event_time": int(workspace.clock()),
        "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        **shared,
    }


def message(workspace: Workspace, person: Person, text: str, thread: str | None = None) -> Json:
    ts = workspace.ts()
    return {
        "type": "message",
        "user": person.id,
        "text": text,
        "ts": ts,
        "client_msg_id": f"sandbox-{ts}",
        "team": person.team,
        **({"thread_ts": thread} if thread else {}),
    }


def in_room(event: Json, room: Room) -> Json:
    kind = "im" if room.is_direct else "channel"
    foreign = {"user_team": event.get("team"), "source_team": event.get("team")} if room.shared else {}
    return {**event, "channel": room.id, "channel_type": kind, "event_ts": event["ts"], **foreign}


def mention(event: Json, room: Room) -> Json:
    """The twin that Slack sends beside `message`."""
    return {key: value for key, value in in_room(event, room).items() if key != "channel_type"} | {
        "type": "app_mention"
    }


def changed(workspace: Workspace, before: Json, after: Json, room: Room) -> Json:
    ts = workspace.ts()
    edited = {**after, "edited": {"user": after["user"], "ts": ts}}
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": room.id,
        "channel_type": "im" if room.is_direct else "channel",
        "ts": ts,
        "event_ts": ts,
        "message": edited,
        "previous_message": before,
    }


def deleted(workspace: Workspace, before: Json, after: Json | None, room: Room) -> Json:
    """`after`: what stands there now, where it had answers."""
    ts = workspace.ts()
    event: Json = {
        "type": "message",
        "hidden": True,
        "channel": room.id,
        "channel_type": "im" if room.is_direct else "channel",
        "ts": ts,
        "event_ts": ts,
        "previous_message": before,
    }
    if after is not None:
        return event | {"subtype": "message_changed", "message": after}
    return event | {"subtype": "message_deleted", "deleted_ts": before["ts"]}


def reacted(workspace: Workspace, who: str, room: Room, ts: str, name: str, *, on: bool) -> Json:
    return {
        "type": "reaction_added" if on else "reaction_removed",
        "user": who,
        "reaction": name,
        "item": {"type": "message", "channel": room.id, "ts": ts},
        "item_user": room.messages[ts]["user"],
        "event_ts": workspace.ts(),
    }


def put_out(workspace: Workspace, by: str, room: Room) -> Json:
    return {"type": "channel_left", "channel": room.id, "actor_id": by, "event_ts": workspace.ts()}


def came_or_went(workspace: Workspace, person: Person, room: Room, *, came: bool) -> Json:
    return {
        "type": "member_joined_channel" if came else "member_left_channel",
        "user": person.id,
        "channel": room.id,
        "channel_type": "C",
        "team": person.team,
        "event_ts": workspace.ts(),
    }


def home_opened(workspace: Workspace, person: Person, tab: str) -> Json:
    opened = {"type": "app_home_opened", "user": person.id, "channel": workspace.direct(person.id).id, "tab": tab}
    return {**opened, "event_ts": workspace.ts()}
