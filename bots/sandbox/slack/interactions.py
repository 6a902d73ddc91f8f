"""What Slack sends an app when somebody presses, commands, or fills in a form.

After https://docs.slack.dev/reference/interaction-payloads and .../interactivity/implementing-slash-commands.
"""

from bots.sandbox.slack.room import Json, Room
from bots.sandbox.slack.workspace import APP, TEAM, Form, Person, Workspace


def press(workspace: Workspace, person: Person, button: Json, room: Room | None, carrier: Json | None) -> Json:
    """`room`, `carrier`: None on the Home tab."""
    ts = workspace.ts()
    payload: Json = {
        "type": "block_actions",
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team},
        "api_app_id": APP,
        "token": "sandbox",
        "trigger_id": workspace.trigger(person.id),
        "team": {"id": TEAM, "domain": "sandbox"},
        "actions": [action(button, ts)],
    }
    if room is None or carrier is None:
        return payload | {"container": {"type": "view", "view_id": f"V{person.id[1:]}"}, "view": person.view}
    thread = {"thread_ts": carrier["thread_ts"]} if "thread_ts" in carrier else {}
    container = {"type": "message", "message_ts": carrier["ts"], "channel_id": room.id, "is_ephemeral": False}
    name = "directmessage" if room.is_direct else room.name
    return payload | {
        "container": {**container, **thread},
        "channel": {"id": room.id, "name": name},
        "message": carrier,
        "response_url": "",
    }


def action(button: Json, ts: str) -> Json:
    known: Json = {key: button[key] for key in ("action_id", "text", "value", "url") if key in button}
    return {"type": "button", "block_id": "sandbox", "action_ts": ts, **known}


def command(workspace: Workspace, person: Person, room: Room, text: str) -> Json:
    return {
        "token": "sandbox",
        "team_id": person.team,
        "team_domain": "sandbox",
        "channel_id": room.id,
        "channel_name": "directmessage" if room.is_direct else room.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": "/kefu",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": "",
        "trigger_id": workspace.trigger(person.id),
    }


def interaction(workspace: Workspace, person: Person, kind: str) -> Json:
    return {
        "type": kind,
        "token": "sandbox",
        "api_app_id": APP,
        "action_ts": workspace.ts(),
        "team": {"id": TEAM, "domain": "sandbox"},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team},
        "trigger_id": workspace.trigger(person.id),
    }


def shortcut(
    workspace: Workspace, person: Person, callback_id: str, room: Room | None = None, message: Json | None = None
) -> Json:
    """On a message, or (without one) from anywhere."""
    if room is None or message is None:
        return interaction(workspace, person, "shortcut") | {"callback_id": callback_id}
    return interaction(workspace, person, "message_action") | {
        "callback_id": callback_id,
        "channel": {"id": room.id, "name": room.name},
        "message": message,
        "message_ts": message["ts"],
        "response_url": "",
    }


def described(form: Form) -> Json:
    """A form as it is told to the app."""
    state = {block["block_id"]: {block["element"]["action_id"]: _filled(form, block)} for block in form.view["blocks"]}
    return form.view | {"id": form.id, "hash": form.hash, "state": {"values": state}}


def submission(workspace: Workspace, person: Person, form: Form) -> Json:
    return interaction(workspace, person, "view_submission") | {"view": described(form), "response_urls": []}


def chosen(workspace: Workspace, person: Person, form: Form, block: Json) -> Json:
    """In a form, of a field that tells at once."""
    action = {"block_id": block["block_id"], "action_ts": workspace.ts(), "action_id": block["element"]["action_id"]}
    payload = interaction(workspace, person, "block_actions")
    return payload | {
        "container": {"type": "view", "view_id": form.id},
        "view": described(form),
        "actions": [action | _filled(form, block)],
    }


def _filled(form: Form, block: Json) -> Json:
    element = block["element"]
    empty = {"static_select": "selected_option", "users_select": "selected_user", "plain_text_input": "value"}
    nothing: Json = {"type": element["type"], empty[element["type"]]: element.get("initial_option")}
    return nothing | form.filled.get(block["block_id"], {})
