"""Settings of the shop: kefu.yaml, and environment variables above it."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.problems import Wrong
from config.sections import (
    Desk,
    Hours,
    Log,
    Policy,
    Reports,
    Retention,
    Returns,
    Scripts,
    Server,
    Shop,
    Slack,
    Surveys,
    Telegram,
    WeChat,
    WeCom,
)

SQLITE = "sqlite:///"
ENV_PREFIX = "KEFU_"
ENV_SEPARATOR = "__"


def database_url(url: str) -> str:
    if url.startswith(("postgresql:", "postgres:")):
        raise Wrong("postgresql")
    if not url.removeprefix(SQLITE) or not url.startswith(SQLITE) or url.endswith("/"):
        raise Wrong("database")
    return url


class Basics(BaseSettings):
    """What a command needs that talks to no platform: secrets that only the service has may be missing there."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        env_prefix=ENV_PREFIX,
        env_nested_delimiter=ENV_SEPARATOR,
    )

    database: Annotated[str, AfterValidator(database_url)] = "sqlite:///var/kefu.db"
    shop: Shop = Shop()

    @property
    def database_path(self) -> Path:
        return Path(self.database.removeprefix(SQLITE))

    def at(self, folder: Path) -> Self:
        """The same, with relative paths taken from the folder of kefu.yaml: it works from wherever kefu is started."""
        return self.model_copy(update={"database": f"{SQLITE}{folder / self.database_path}"})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `config.loading.load` hands over: the process environment is its parameter."""
        return (init_settings,)


class OrderSettings(Basics):
    """And what tells which orders are too old to be imported: no other command stops at a slip in it."""

    retention: Retention = Retention()


class Settings(OrderSettings):
    """Everything a shop may set. A channel that is None is off, and without a desk nobody is asked for."""

    server: Server = Server()
    telegram: Telegram | None = None
    slack: Slack | None = None
    wechat: WeChat | None = None
    wecom: WeCom | None = None
    desk: Desk | None = None
    scripts: Scripts = Scripts()
    policy: Policy = Policy()
    returns: Returns = Returns()
    hours: Hours = Hours()
    surveys: Surveys = Surveys()
    reports: Reports = Reports()
    log: Log = Log()

    @property
    def desk_channel(self) -> str | None:
        return self.desk.channel if self.desk else None

    def at(self, folder: Path) -> Self:
        scripts = self.scripts.model_copy(update={"path": folder / self.scripts.path})
        returns = self.returns.model_copy(update={"policy": folder / self.returns.policy})
        hours = self.hours.model_copy(update={"policy": folder / self.hours.policy})
        surveys = self.surveys.model_copy(update={"policy": folder / self.surveys.policy})
        desk = self.desk and self.desk.model_copy(update={"policy": folder / self.desk.policy})
        beside = {"scripts": scripts, "returns": returns, "hours": hours, "surveys": surveys, "desk": desk}
        return super().at(folder).model_copy(update=beside)
