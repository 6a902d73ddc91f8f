"""Slack's text as a person reads it, and the manifest an admin pastes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.sandbox.slack.words import typed
from bots.slack.blocks import SECTION_LIMIT, sections
from bots.slack.manifest import manifest
from bots.slack.words import plain


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@UBOT> A10086", "A10086"),
        ("hello <@UBOT|kefu>, A10086", "hello, A10086"),
        ("<@U1|li> and <@U2>", "@li and @U2"),
        ("<#C1|help> <#C2>", "#help #C2"),
        ("<!subteam^S1|@staff> <!channel> <!date^1392734382^{date}|Feb 18>", "@staff @channel Feb 18"),
        ("<https://example.cn|here>", "here (https://example.cn)"),
        ("<mailto:a@b.cn|write>", "write (a@b.cn)"),
        ("&amp;lt;", "&lt;"),
        ("<>", ""),
    ],
)
def test_it_reads_as_it_was_meant(sent: str, read: str) -> None:
    assert plain(sent, without="UBOT") == read


@given(st.text(alphabet=st.sampled_from("ab<>&|;@#!:/.19 \n例"), max_size=40))
def test_whatever_was_typed_is_read_back(text: str) -> None:
    assert plain(typed(text)) == text.strip()


@given(st.text(max_size=100))
def test_nothing_breaks_the_reader(text: str) -> None:
    plain(text, without="U(")


@given(st.lists(st.text(alphabet="ab \n", max_size=3000), max_size=5))
def test_long_words_are_cut_into_sections_and_none_is_lost(words: list[str]) -> None:
    text = "x".join(words)
    parts = sections(text)
    assert all(0 < len(part) <= SECTION_LIMIT for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_the_manifest_for_http_says_where_kefu_is() -> None:
    app = manifest("https://kefu.example.cn/", socket=False)
    address = "https://kefu.example.cn/slack/events"
    settings = app["settings"]
    assert settings["event_subscriptions"]["request_url"] == address
    assert settings["interactivity"] == {"is_enabled": True, "request_url": address}
    assert app["features"]["slash_commands"][0]["url"] == address
    assert settings["socket_mode_enabled"] is False
    assert app["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_the_manifest_for_socket_mode_names_no_address() -> None:
    app = manifest(None, socket=True)
    assert "url" not in str(app)
    assert app["settings"]["socket_mode_enabled"] is True


def test_the_manifest_asks_for_what_customers_need() -> None:
    app = manifest(None, socket=True)
    scopes, events = app["oauth_config"]["scopes"]["bot"], app["settings"]["event_subscriptions"]["bot_events"]
    assert {"message.im", "message.channels", "message.groups", "app_mention", "app_home_opened"} <= {*events}
    assert {"im:history", "im:write", "chat:write", "channels:history", "groups:history", "commands"} <= {*scopes}
    assert {"app_mentions:read", "files:read", "files:write"} <= {*scopes}
    home, (command,) = app["features"]["app_home"], app["features"]["slash_commands"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert (command["command"], command["should_escape"]) == ("/kefu", True)


def test_the_manifest_asks_for_what_the_desk_needs() -> None:
    app = manifest(None, socket=True)
    scopes, events = app["oauth_config"]["scopes"]["bot"], app["settings"]["event_subscriptions"]["bot_events"]
    assert {"reactions:read", "reactions:write", "channels:read", "groups:read", "users:read"} <= {*scopes}
    assert {"reaction_added", "reaction_removed", "channel_left", "group_left"} <= {*events}
    assert {"channel_id_changed", "member_joined_channel", "member_left_channel"} <= {*events}
    assert {"channel_archive", "channel_deleted", "group_archive", "group_deleted"} <= {*events}
    shortcuts = {each["callback_id"]: each for each in app["features"]["shortcuts"]}
    assert {name: each["type"] for name, each in shortcuts.items()} == {
        "kefu_actions": "message",
        "kefu_desk": "global",
    }
    assert all(len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in shortcuts.values())


def test_http_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="public_url"):
        manifest(None, socket=False)
