"""A Slack on loopback: Web API, Events API with signatures, interactivity, commands, Socket Mode, and its people."""

from bots.sandbox.slack.delivery import Delivery
from bots.sandbox.slack.desk import SlackAgent, SlackDesk
from bots.sandbox.slack.phones import SlackPhone
from bots.sandbox.slack.stand_in import SlackStandIn
from bots.sandbox.slack.workspace import Sent

__all__ = ["Delivery", "Sent", "SlackAgent", "SlackDesk", "SlackPhone", "SlackStandIn"]
