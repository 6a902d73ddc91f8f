"""Slack: events over HTTP or Socket Mode through slack-bolt, the Web API on the shared session."""

from bots.slack.channel import Slack
from bots.slack.manifest import manifest
from bots.slack.options import SlackOptions

__all__ = ["Slack", "SlackOptions", "manifest"]
