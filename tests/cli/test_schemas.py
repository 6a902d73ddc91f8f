"""An admin's editor completes keys and marks mistakes by the schemas that `kefu init` writes."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from ruamel.yaml import YAML

from bots.cli.schemas import schemas
from handlers.scripts.ours import OUR_SCRIPTS
from tests.cli.terminal import kefu, shop

ROOT = OUR_SCRIPTS.parent
RULES = ("returns", "hours", "surveys", "desk")
AN_EXAMPLE = re.compile(r"^# (?= *- | *[a-z_0-9]+:(?: |$)| +(?:zh-CN|zh-TW|en):)", re.MULTILINE)
AN_ADDRESS = re.compile(r"^# (?= {4})", re.MULTILINE)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop") / "小店 [新]"
    folder.mkdir()
    return shop(folder).parent


def as_an_editor_reads(text: str) -> Any:
    """Dates are texts to it, and keys are."""
    return keyed_by_texts(YAML(typ="safe", pure=True).load(text))


def keyed_by_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): keyed_by_texts(each) for key, each in value.items()}
    if isinstance(value, list):
        return [keyed_by_texts(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def validate_of(home: Path, kind: str) -> Callable[[Any], Any]:
    made: Callable[[Any], Any] = fastjsonschema.compile(json.loads((home / f"schemas/{kind}.schema.json").read_bytes()))
    return made


def marked(home: Path, kind: str, text: str) -> bool:
    try:
        validate_of(home, kind)(as_an_editor_reads(text))
    except fastjsonschema.JsonSchemaValueException:
        return True
    return False


@pytest.mark.parametrize("kind", RULES)
def test_no_sample_is_marked_nor_any_example_in_it(kind: str, home: Path) -> None:
    sample = (home / f"{kind}.yaml").read_text("utf-8")
    assert not marked(home, kind, sample)
    text = AN_ADDRESS.sub("", sample) if kind == "returns" else sample
    assert not marked(home, kind, AN_EXAMPLE.sub("", text))
    trial = ROOT / f"bots/sandbox/sample/{kind}.yaml"
    assert not trial.exists() or not marked(home, kind, trial.read_text("utf-8"))


def test_none_of_our_scripts_is_marked(home: Path) -> None:
    for path in OUR_SCRIPTS.rglob("*.yaml"):
        assert not marked(home, "script", path.read_text("utf-8")), path


def test_presets_and_built_in_rules_are_not_marked(home: Path) -> None:
    for path in (ROOT / "handlers/returns/presets").glob("*.yaml"):
        assert not marked(home, "returns", path.read_text("utf-8"))
    assert not marked(home, "desk", (ROOT / "handlers/desk/built_in.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("returns", "preset: cn-8day"),
        ("returns", "windws: []"),
        ("returns", "send_back_days: four"),
        ("returns", "send_back_days: 0"),
        ("returns", "windows: {days: 7}"),
        ("returns", "windows: [{tags: [a]}]"),
        ("returns", "rules: [{id: Small One, decision: review}]"),
        ("returns", "rules: [{id: small, decision: aprove}]"),
        ("returns", "rules: [{id: small, decision: approve, amount_up_to: 2,5}]"),
        ("returns", "extensions: [{days: 3, ordered_from: 2026/12/01}]"),
        ("hours", "open: 09:00-18:00"),
        ("hours", "open: [{days: [mon], hour: ['09:00-18:00']}]"),
        ("hours", "open: [{days: [mon]}]"),
        ("hours", "hand_over: maybe"),
        ("hours", "teams: {After Sales: {open: []}}"),
        ("surveys", "surveys: {service: {scale: 1-6}}"),
        ("surveys", "surveys: {service: {labels: {11: too good}}}"),
        ("surveys", "campaigns: {nps: {survey: nps}}"),
        ("surveys", "campaigns: {nps: {survey: nps, cron: '0 10 * * *', audience: {channels: [wecom]}}}"),
        ("desk", "capacity: [5]"),
        ("desk", "teams: [presales]"),
        ("desk", "agents: [{name: 小美}]"),
        ("desk", "routing: [{name: VIP, when: {tiers: [gold]}}]"),
        ("desk", "handoff: {triggers: [{name: VIP, when: {reasons: [asked]}}]}"),
        ("desk", "promises: {rules: [{first_respons: 3m}]}"),
        ("desk", "- teams"),
        ("script", "lines: {txt: 您好}"),
        ("script", "lines: [您好]"),
        ("script", "triggers: 您好\nlines: {text: 您好}"),
        ("script", "trigger: [您好]\nlines: {text: 您好}"),
        ("script", "handler: orders\nlines: {text: 您好}"),
        ("script", "triggers: [您好]"),
        ("script", "lines: {text: {您好: }}"),
        ("script", "lines: {text: 您好}\nbuttons: [{label: 好}]"),
        ("script", "lines: {text: 您好}\nbuttons: [{label: 好, goto: menu, url: 'https://a.b'}]"),
        ("script", "lines: {text: 您好}\nbuttons: [{label: 好, url: www.a.b}]"),
        ("script", "handler: canned\nlines: {Hello There: 您好}"),
        ("script", "handler: order_lookup\nlines: {text: 您好}"),
    ],
)
def test_slips_are_marked(kind: str, text: str, home: Path) -> None:
    assert marked(home, kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("returns", "rules: [{id: small, decision: approve, amount_up_to: 199.50}]\naddress:"),
        ("returns", "windows: [{days: '7', tags: 特价}]\nexplanations: {cancelled: 已取消}"),
        ("hours", "hand_over: yes\nopen: [{days: 周一-周五, hours: '09:00-18:00'}]"),
        ("surveys", "surveys: {nps: {scale: 0-10, low_up_to: 9, labels: {0: 差, 10: 好}}}"),
        ("surveys", "quiet: {zones: {ja: Asia/Tokyo}}"),
        ("desk", "teams: {presales: }\nrouting: [{name: {en: x}, when: {channels: telegram}, priority: }]"),
        ("script", "lines: {text: 123}\nbuttons:\ntriggers:"),
        ("script", "handler: canned\nlines: {hello: 您好}"),
    ],
)
def test_what_check_takes_is_not_marked(kind: str, text: str, home: Path) -> None:
    assert not marked(home, kind, text)


def kinds_of(schema: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    for key, kind in schema.get("properties", {}).items():
        yield f"{place}.{key}", kind
        yield from kinds_of(kind, f"{place}.{key}")
    for inner in ("items", "additionalProperties"):
        if isinstance(schema.get(inner), dict):
            yield from kinds_of(schema[inner], place)


@pytest.mark.parametrize("kind", RULES)
def test_every_key_has_a_kind(kind: str, home: Path) -> None:
    """A reader that asks for a key in one case only would leave it without."""
    schema = json.loads((home / f"schemas/{kind}.schema.json").read_text("utf-8"))
    assert [place for place, found in kinds_of(schema) if not found.keys() - {"description"}] == []


def test_what_is_said_of_one_key_is_said_of_no_other(tmp_path: Path) -> None:
    """Though both are of a kind: what is written last is as what was written first."""
    written = [dict(schemas(tmp_path)) for _ in range(2)]
    assert written[0] == written[1]


def test_a_key_is_explained_by_the_comment_in_the_file(home: Path) -> None:
    desk = json.loads((home / "schemas/desk.schema.json").read_text("utf-8"))["properties"]
    assert desk["capacity"]["description"].startswith("一名客服同时接待几位客户")
    assert desk["snooze_days"]["description"].startswith("会话最多搁置几天")
    assert "reasons    为什么转人工" in desk["routing"]["items"]["properties"]["when"]["description"]
    script = json.loads((home / "schemas/script.schema.json").read_text("utf-8"))
    said = {each["if"]["properties"]["handler"]["const"]: each["then"] for each in script["allOf"]}
    lines = said["order_lookup"]["properties"]["lines"]["properties"]
    assert lines["pick"]["description"] == "可用的空：count（订单数）\nBlanks: count (of orders)\n{{ count }}"


def test_settings_are_explained_in_chinese_too_and_their_sample_is_not_marked(home: Path) -> None:
    schema = json.loads((home / "kefu.schema.json").read_text("utf-8"))
    telegram = schema["properties"]["telegram"]["anyOf"][0]["properties"]
    assert telegram["token"]["description"].startswith("@BotFather 给的 token")
    assert schema["properties"]["policy"]["properties"]["form_retries"]["description"].endswith("a person is offered")
    validate = fastjsonschema.compile(schema)
    sample = (ROOT / "config/kefu.sample.yaml").read_text("utf-8")
    validate(as_an_editor_reads(sample))
    for slip in (
        "telegrm: {}",
        "server: {port: a}",
        "desk: {channel: qq}",
        "telegram: {tokn: x}",
        "pace: {telegram: {bot: [a, 1]}}",
    ):
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            validate(as_an_editor_reads(slip))


def test_every_file_leads_to_its_schema(home: Path) -> None:
    for kind in RULES:
        first = (home / f"{kind}.yaml").read_text("utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=schemas/{kind}.schema.json"
    told = json.loads((home / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    assert all((home / schema).is_file() for schema in told)
    for path in (*home.glob("*.yaml"), *home.glob("scripts/*/*.yaml"), home / "scripts/ja/parking.yaml"):
        [schema] = [schema for schema, files in told.items() if path.match(files)]
        assert schema.endswith(f"{path.stem if path.parent == home else 'script'}.schema.json")


def test_an_upgrade_brings_its_schemas_and_leaves_the_editor_as_it_is_set_up(tmp_path: Path) -> None:
    config = shop(tmp_path, "scripts: {path: words}\n")
    (tmp_path / "scripts").rename(tmp_path / "words")
    (tmp_path / ".vscode/settings.json").unlink()
    (tmp_path / ".vscode/extensions.json").write_text("{}")
    old = tmp_path / "schemas/desk.schema.json"
    newest = old.read_bytes()
    old.write_text("{}")
    (tmp_path / "schemas/hours.schema.json").unlink()
    assert kefu("init", "--missing", "--config", config).exit_code == 0
    assert old.read_bytes() == newest
    assert (tmp_path / "schemas/hours.schema.json").exists()
    assert '"words/*/*.yaml"' in (tmp_path / ".vscode/settings.json").read_text("utf-8")
    assert (tmp_path / ".vscode/extensions.json").read_text("utf-8") == "{}"


def test_settings_of_an_editor_are_never_touched_and_what_they_lack_is_told_until_it_is_there(tmp_path: Path) -> None:
    config = shop(tmp_path)
    path = tmp_path / ".vscode/settings.json"
    lacking = path.read_text("utf-8")
    own = '{\n  // ours\n  "editor.tabSize": 2,\n}\n'
    path.write_text(own)
    told = kefu("init", "--missing", "--config", config).stdout
    assert "settings.json is as you have it" in told.replace("\n", " ")
    assert lacking in told
    assert path.read_text() == own
    path.write_text(own + "// " + lacking)
    assert kefu("init", "--missing", "--config", config).stdout == "Nothing is missing.\n"
