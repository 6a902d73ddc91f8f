"""What Slack sends of shortcuts and of forms, as far as we read it.

Fields after https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
"""

from pydantic import Field

from bots.slack.payloads import Account, Carrier, Payload, Room, Timestamp


class Shortcut(Payload):
    """`message_action` (on a message) and `shortcut` (anywhere).

    https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    """

    callback_id: str
    trigger_id: str
    user: Account
    channel: Room | None = None
    message: Carrier | None = None
    message_ts: Timestamp | None = None

    @property
    def thread(self) -> str:
        """A message that begins no thread yet might."""
        return (self.message.thread_ts if self.message else None) or self.message_ts or ""


class Option(Payload):
    value: str


class Filled(Payload):
    """One field of a form; which of these it has, depends on its kind."""

    value: str | None = None
    selected_user: str | None = None
    selected_option: Option | None = None

    @property
    def text(self) -> str:
        return (self.selected_option.value if self.selected_option else self.selected_user or self.value or "").strip()


class FormState(Payload):
    values: dict[str, dict[str, Filled]] = Field(default_factory=dict)
    """By block and action."""


class View(Payload):
    """A form that is open, or was sent off."""

    id: str
    callback_id: str = ""
    private_metadata: str = ""
    state: FormState = FormState()

    def value(self, block: str) -> str:
        return next((filled.text for filled in self.state.values.get(block, {}).values()), "")


class Submission(Payload):
    """`view_submission`, and `block_actions` in a view."""

    user: Account
    view: View
