"""What the Slack channel is told when it is built."""

from typing import Literal

from pydantic import SecretStr

from storage.records import record


@record(frozen=True, slots=True, kw_only=True)
class SlackOptions:
    mode: Literal["http", "socket"]
    bot_token: SecretStr
    """xoxb-..."""
    signing_secret: SecretStr = SecretStr("")
    """HTTP mode."""
    app_token: SecretStr = SecretStr("")
    """Socket Mode: xapp-..."""
    api_base: str = "https://slack.com/api/"
    pace_chat: tuple[float, float] = (1, 1)
    """Slack allows about one message a second in a channel, with short bursts."""
    pace_bot: tuple[float, float] = (0, 0)
    pace_desk: tuple[float, float] = (1, 1)
    api_seconds: float = 15.0
    """How long one call of the Web API may take."""
    share_pauses: tuple[float, ...] = (0.0, 0.5, 1.0)
    """Seconds before each question in which message a file that was sent is shown."""
    ping_seconds: float = 10.0
    """Socket Mode: how often the connection is tried, and how long until a dead one is replaced."""

    def __post_init__(self) -> None:
        needed = self.signing_secret if self.mode == "http" else self.app_token
        if not needed.get_secret_value().strip():
            name, kind = ("signing_secret", "HTTP") if self.mode == "http" else ("app_token", "Socket")
            raise ValueError(f"slack: {kind} mode needs {name}; set it in the environment")
