"""Slack: events over HTTP or Socket Mode through slack-bolt, the Web API on the shared session."""
