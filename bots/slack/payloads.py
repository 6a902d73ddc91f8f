"""What Slack sends, as far as we read it. Everything else in a payload is ignored.

Fields after https://docs.slack.dev/reference/events/message and
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Timestamp = Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,9})?$")]
"""Unix seconds; in a channel also the id of the message."""

Seconds = Annotated[int, Field(ge=0, lt=10**12)]


class Payload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Envelope(Payload):
    """The Events API's wrapping of one event."""

    type: str
    event_time: Seconds = 0
    is_ext_shared_channel: bool = False
    event: dict[str, Any] = Field(default_factory=dict)


class SharedFile(Payload):
    id: str
    name: str | None = None
    mimetype: str | None = None
    size: int | None = None
    mode: str = "hosted"
    url_private: str | None = None
    """Missing in a channel shared with another workspace (`file_access: check_file_info`)."""


class Beneath(Payload):
    """`attachments`: links that unfolded, and messages that somebody shared."""

    is_share: bool | None = None
    text: str | None = None
    files: tuple[SharedFile, ...] | None = None


class Edited(Payload):
    ts: Timestamp


class Written(Payload):
    """The message itself, as it stands in an event or inside a `message_changed`."""

    ts: Timestamp
    subtype: str | None = None
    user: str | None = None
    bot_id: str | None = None
    text: str | None = None
    thread_ts: Timestamp | None = None
    team: str | None = None
    user_team: str | None = None
    source_team: str | None = None
    files: tuple[SharedFile, ...] | None = None
    attachments: tuple[Beneath, ...] | None = None
    edited: Edited | None = None

    @property
    def teams(self) -> set[str]:
        """The workspaces this author is said to belong to."""
        return {team for team in (self.team, self.user_team, self.source_team) if team}

    @property
    def shared(self) -> tuple[Beneath, ...]:
        """The messages that were brought along."""
        return tuple(each for each in self.attachments if each.is_share) if self.attachments else ()


class Message(Written):
    """`message` and `app_mention`."""

    channel: str
    channel_type: str = ""


class Changed(Payload):
    """`message` with the subtype `message_changed`."""

    ts: Timestamp
    channel: str
    channel_type: str = ""
    message: Written
    previous_message: Written | None = None


class Deleted(Payload):
    """`message` with the subtype `message_deleted`."""

    ts: Timestamp
    channel: str
    channel_type: str = ""
    deleted_ts: Timestamp
    previous_message: Written | None = None


class Item(Payload):
    """What a reaction is on; only messages have a channel and a `ts`."""

    channel: str = ""
    ts: Timestamp | None = None


class Reacted(Payload):
    """`reaction_added` and `reaction_removed`."""

    type: str
    user: str
    reaction: str
    item: Item
    event_ts: Timestamp


class PutOut(Payload):
    """`channel_left`, `channel_archive`, `channel_deleted` and the same of a `group`: we are out of a channel, or all
    bots are.
    """

    channel: str
    user: str | None = None
    actor_id: str | None = None


class CameOrWent(Payload):
    """`member_joined_channel`, `member_left_channel`: somebody, or we."""

    type: str
    channel: str
    user: str


class Renumbered(Payload):
    """`channel_id_changed`: a private channel is being shared with another workspace."""

    old_channel_id: str
    new_channel_id: str


class HomeOpened(Payload):
    user: str
    channel: str
    tab: str = "home"
    event_ts: Timestamp


class Account(Payload):
    id: str
    team_id: str | None = None


class Room(Payload):
    id: str


class Container(Payload):
    message_ts: Timestamp | None = None
    thread_ts: Timestamp | None = None


class Carrier(Payload):
    """The message that carries the pressed button."""

    thread_ts: Timestamp | None = None


class Press(Payload):
    action_ts: Timestamp
    value: str | None = None


class BlockActions(Payload):
    user: Account
    channel: Room | None = None
    """None on the Home tab."""
    container: Container = Container()
    message: Carrier | None = None
    actions: tuple[Press, ...] = ()

    @property
    def thread(self) -> str | None:
        return self.container.thread_ts or (self.message.thread_ts if self.message else None)


class Command(Payload):
    trigger_id: str
    user_id: str
    channel_id: str
    team_id: str = ""
    text: str = ""
