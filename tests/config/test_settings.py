"""Settings that are right."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.loading import load, load_part, peek
from config.problems import BadSettings, Problem
from config.schema import SCHEMA, schema
from config.settings import Basics, OrderSettings, Settings

GOOD = """\
telegram: {token: "123:abc"}
desk: {channel: telegram, chat: -1001}
"""
ROOM = Path(__file__).parent.parent.parent / "config"


def settings(folder: Path, text: str = GOOD, **environ: str) -> Settings:
    path = folder / "kefu.yaml"
    path.write_text(text, "utf-8")
    return load(path, environ)


def cautions(path: Path, language: str, **environ: str) -> list[str]:
    heard: list[Problem] = []
    load(path, environ, caution=heard.append)
    return [each.told(language) for each in heard]


def test_a_channel_without_its_section_is_off(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert found.telegram is not None
    assert (found.slack, found.wechat) == (None, None)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    found = settings(
        tmp_path, GOOD + "server: {port: 1, host: '::1'}\n", KEFU_SERVER__PORT="2", KEFU_TELEGRAM__TOKEN="9:z"
    )
    assert found.telegram is not None
    assert found.telegram.token.get_secret_value() == "9:z"
    assert (found.server.port, found.server.host) == (2, "::1")


def test_a_channel_may_be_in_the_environment_alone(tmp_path: Path) -> None:
    found = settings(tmp_path, GOOD, KEFU_SLACK__BOT_TOKEN="xoxb-1", KEFU_SLACK__APP_TOKEN="xapp-1")
    assert found.slack is not None
    assert found.slack.mode == "socket"


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    found = settings(tmp_path, GOOD, KEFU_TELEGRAM__TOKEN="", KEFU_SLACK__BOT_TOKEN=" ")
    assert found.telegram is not None
    assert found.slack is None


def test_a_variable_means_the_same_with_space_around_it(tmp_path: Path) -> None:
    found = settings(tmp_path, GOOD, KEFU_TELEGRAM__TOKEN=" 9:z\n", KEFU_SERVER__HOST="[::1] ")
    assert found.telegram is not None
    assert (found.telegram.token.get_secret_value(), found.server.host) == ("9:z", "::1")


def test_the_desk_may_be_left_out(tmp_path: Path) -> None:
    found = settings(tmp_path, "telegram: {token: '1:a', mode: polling}")
    assert (found.desk, found.desk_channel) == (None, None)


def test_staff_may_be_in_wecom_where_no_customers_are(tmp_path: Path) -> None:
    wecom = "wecom: {bot_id: aib1, bot_name: 客服 机器人}\n"
    found = settings(
        tmp_path, GOOD.replace("telegram, chat: -1001", "wecom, chat: wr1") + wecom, KEFU_WECOM__SECRET="hush"
    )
    assert found.wecom is not None
    assert found.desk_channel == "wecom"
    assert (found.wecom.ws_url, found.wecom.webhook) == ("wss://openws.work.weixin.qq.com", None)
    assert "hush" not in repr(found)


def test_a_pace_may_be_in_the_environment(tmp_path: Path) -> None:
    found = settings(tmp_path, GOOD, KEFU_TELEGRAM__PACE__DESK="[10, 60]")
    assert found.telegram is not None
    assert found.telegram.pace.desk == (10, 60)


def test_numbers_of_a_variable_mean_what_they_mean_in_the_file(tmp_path: Path) -> None:
    teams = '{"sales": -1002, "care": "-1003"}'
    found = settings(tmp_path, GOOD, KEFU_DESK__TEAMS=teams, KEFU_LOG='{"level": "debug"}')
    assert found.desk is not None
    assert found.desk.teams == {"sales": "-1002", "care": "-1003"}
    assert found.log.level == "debug"


def test_other_variables_of_the_machine_are_nobodys_business(tmp_path: Path) -> None:
    assert settings(tmp_path, GOOD, PATH="/bin", KEFU_DEBUG="1").telegram


def test_a_token_of_digits_keeps_its_zeros(tmp_path: Path) -> None:
    key = "1" * 43
    found = settings(tmp_path, GOOD + f"wechat: {{app_id: 007, app_secret: 010, token: 0123, aes_key: {key}}}\n")
    assert found.wechat is not None
    assert found.wechat.token.get_secret_value() == "0123"
    assert found.wechat.app_secret.get_secret_value() == "010"
    assert found.wechat.app_id == "007"


def test_relative_paths_are_from_the_folder_of_the_file(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert found.database_path == tmp_path / "var/kefu.db"
    assert found.scripts.path == tmp_path / "scripts"


def test_four_slashes_are_an_absolute_path(tmp_path: Path) -> None:
    found = settings(tmp_path, GOOD + "database: sqlite:////srv/kefu.db\n")
    assert found.database_path == Path("/srv/kefu.db")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80", "https://shop.example.com"]
)
def test_plain_http_is_for_this_machine_only(url: str, tmp_path: Path) -> None:
    assert settings(tmp_path, GOOD + f"server: {{public_url: '{url}'}}\n").server.public_url == url


def test_settings_do_not_change(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        settings(tmp_path).database = "sqlite:///other.db"


def test_no_secret_is_in_a_repr(tmp_path: Path) -> None:
    text = GOOD + "slack: {bot_token: xoxb-hush, app_token: xapp-hush, signing_secret: hush}\n"
    found = settings(tmp_path, text, KEFU_TELEGRAM__SECRET="hush")
    assert "hush" not in f"{found!r} {found} {found.model_dump()} {found.model_dump_json()}"
    assert "123:abc" not in repr(found)


def test_a_file_with_secrets_that_all_may_read_is_warned_about(tmp_path: Path) -> None:
    settings(tmp_path)
    path = tmp_path / "kefu.yaml"
    path.chmod(0o644)
    assert cautions(path, "en") == [
        "kefu.yaml holds secrets (telegram.token) and everyone on this machine may read it; chmod 600 it"
    ]
    path.chmod(0o600)
    assert cautions(path, "en") == []


def test_a_file_without_secrets_may_be_read_by_all(tmp_path: Path) -> None:
    path = tmp_path / "kefu.yaml"
    path.write_text("desk: {channel: telegram, chat: -1}\ntelegram: {token: }")
    path.chmod(0o644)
    assert cautions(path, "en", KEFU_TELEGRAM__TOKEN="1:a") == []


@pytest.mark.parametrize("name", ["“茶铺”", "‘茶铺’", "”茶铺”", "＂茶铺＂"])
def test_an_admin_is_warned_of_quotation_marks_that_customers_would_read(name: str, tmp_path: Path) -> None:
    assert settings(tmp_path, GOOD + f"shop: {{name: {name}}}\n").shop.name == name
    (tmp_path / "kefu.yaml").chmod(0o600)
    (caution,) = cautions(tmp_path / "kefu.yaml", "en")
    assert caution == (
        "kefu.yaml:3: shop.name: customers read the quotation marks too; leave them out, or write \" or '"
    )


@pytest.mark.parametrize("name", ["'茶铺'", "茶铺“南门店”", "“茶”与“水”", "”"])
def test_a_shop_may_have_quotation_marks_within_its_name(name: str, tmp_path: Path) -> None:
    settings(tmp_path, GOOD + f"shop: {{name: {name}}}\n")
    (tmp_path / "kefu.yaml").chmod(0o600)
    assert cautions(tmp_path / "kefu.yaml", "en") == []


def test_orders_can_be_imported_where_the_services_secrets_are_not(tmp_path: Path) -> None:
    (tmp_path / "kefu.yaml").write_text("telegram: {mode: webhook}\nshop: {timezone: Asia/Taipei}\n")
    basics = load_part(OrderSettings, tmp_path / "kefu.yaml", {})
    assert basics.database_path == tmp_path / "var/kefu.db"
    assert basics.shop.timezone == "Asia/Taipei"


def test_a_wrong_database_stops_the_import_too(tmp_path: Path) -> None:
    (tmp_path / "kefu.yaml").write_text("database: mysql://x\n")
    with pytest.raises(BadSettings, match=r"kefu\.yaml:1: database: write sqlite"):
        load_part(OrderSettings, tmp_path / "kefu.yaml", {})


def test_only_the_import_stops_at_a_slip_in_what_orders_are_kept_for(tmp_path: Path) -> None:
    """A backup is made all the same."""
    path = tmp_path / "kefu.yaml"
    path.write_text("retention: {orders_days: soon}\n")
    assert load_part(Basics, path, {}).database_path == tmp_path / "var/kefu.db"
    with pytest.raises(BadSettings, match=r"kefu\.yaml:1: retention\.orders_days: "):
        load_part(OrderSettings, path, {})


def test_one_value_can_be_read_before_the_rest_is_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "kefu.yaml"
    assert peek(path, {}, "slack", "mode") == "socket"
    path.write_text("slack: {mode: http}\n")
    assert peek(path, {}, "slack", "mode") == "http"
    assert peek(path, {"KEFU_SLACK__MODE": "socket"}, "slack", "mode") == "socket"


def test_the_schema_is_current() -> None:
    assert SCHEMA.read_text("utf-8") == schema(), "write it again: make schema"


def test_the_sample_names_its_schema_and_no_machine() -> None:
    first = (ROOM / "kefu.sample.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=kefu.schema.json"


def test_the_sample_with_every_line_turned_on_needs_only_the_secrets(tmp_path: Path) -> None:
    sample = (ROOM / "kefu.sample.yaml").read_text("utf-8")
    lines = [line.removeprefix("# ") if is_yaml(line) else line for line in sample.splitlines()]
    found = settings(
        tmp_path,
        "\n".join(lines),
        KEFU_TELEGRAM__TOKEN="1:a",
        KEFU_SLACK__BOT_TOKEN="xoxb-1",
        KEFU_SLACK__APP_TOKEN="xapp-1",
        KEFU_WECHAT__APP_ID="wx1",
        KEFU_WECHAT__APP_SECRET="s",
        KEFU_WECHAT__TOKEN="abc",
        KEFU_WECHAT__AES_KEY="a" * 43,
        KEFU_WECOM__BOT_ID="aib1",
        KEFU_WECOM__SECRET="s",
    )
    assert found.telegram
    assert found.slack
    assert found.wechat
    assert found.wecom
    assert found.policy == Settings.model_fields["policy"].default


def is_yaml(line: str) -> bool:
    """A setting that is commented out, not a comment in words."""
    word = line.removeprefix("# ").lstrip().partition(":")[0]
    return line.startswith("# ") and word.isidentifier() and word.islower() and word.isascii()


def test_the_policy_for_returns_is_beside_the_settings_and_may_be_missing(tmp_path: Path) -> None:
    assert settings(tmp_path).returns.policy == tmp_path / "returns.yaml"


def test_the_surveys_are_beside_the_settings_and_may_be_missing(tmp_path: Path) -> None:
    assert settings(tmp_path).surveys.policy == tmp_path / "surveys.yaml"


def test_the_opening_hours_are_beside_the_settings_and_may_be_missing(tmp_path: Path) -> None:
    assert settings(tmp_path).hours.policy == tmp_path / "hours.yaml"


def test_the_rules_of_the_desk_are_beside_the_settings_and_one_of_its_own_name_is_missed(tmp_path: Path) -> None:
    desk = settings(tmp_path).desk
    assert desk is not None
    assert desk.policy == tmp_path / "desk.yaml"
    elsewhere = GOOD.replace("chat: -1001", "chat: -1001, policy: staff.yaml")
    with pytest.raises(BadSettings, match=r"kefu\.yaml:2: desk\.policy: there is no file 'staff\.yaml'; correct the"):
        settings(tmp_path, elsewhere)


def test_a_policy_for_returns_with_a_name_of_its_own_is_missed(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"kefu\.yaml:3: returns\.policy: there is no file 'eu\.yaml'; correct the"):
        settings(tmp_path, GOOD + "returns: {policy: eu.yaml}\n")
    (tmp_path / "eu.yaml").touch()
    assert settings(tmp_path, GOOD + "returns: {policy: eu.yaml}\n").returns.policy == tmp_path / "eu.yaml"
