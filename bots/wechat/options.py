"""What kefu must know of a service account (服务号)."""

from pydantic import SecretStr

from bots.wechat.template import Template
from storage.records import record

AES_KEY_LENGTH = 43
"""Of an EncodingAESKey, as the account's console shows it."""


@record(frozen=True, slots=True, kw_only=True)
class WeChatOptions:
    """Secure mode (安全模式) only: without a token or an AES key anybody could write in the platform's name."""

    app_id: str
    app_secret: SecretStr
    token: SecretStr
    aes_key: SecretStr
    aes_key_previous: SecretStr | None = None
    """The one before, with which the platform goes on for a while after it was changed in the console."""
    api_base: str = "https://api.weixin.qq.com"
    passive_seconds: float = 4.5
    """How long a callback may wait for its answer. The platform cuts the connection after 5 s."""
    retry_seconds: float = 6.0
    """How long an answer waits for the platform's next try after its connection was cut."""
    fresh_seconds: float = 300.0
    """How far a callback's timestamp may be from our clock."""
    call_timeout: tuple[float, float] = (3.0, 10.0)
    """Seconds to connect, and seconds for the whole answer, of one API call."""
    threads: int = 16
    """API calls at once: wechatpy's client is synchronous."""
    pace_chat: tuple[float, float] = (1, 1)
    pace_bot: tuple[float, float] = (0, 0)
    menu_seconds: float = 5.0
    """How often it is asked whether the account's menu is still what the scripts say."""
    menu_retry_seconds: float = 300.0
    """How long a platform that could not be told the menu is left in peace."""
    template: Template | None = None
    """What is sent where a customer message is not allowed any more; None: nothing is."""

    def __post_init__(self) -> None:
        missing = [name for name in ("app_id", "app_secret", "token") if not revealed(getattr(self, name))]
        if missing:
            raise ValueError(f"wechat: {', '.join(missing)} must not be empty; the account's console shows them")
        for key in self.aes_keys:
            if len(key) != AES_KEY_LENGTH:
                raise ValueError(f"wechat: aes_key must be the {AES_KEY_LENGTH} characters of the EncodingAESKey")

    @property
    def aes_keys(self) -> tuple[str, ...]:
        """The one in force first."""
        keys = (self.aes_key, self.aes_key_previous)
        return tuple(key.get_secret_value() for key in keys if key is not None)


def revealed(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
