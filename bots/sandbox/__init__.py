"""Stand-ins that speak the platforms' wire protocols on loopback, so that no one needs a token to try kefu."""

DOOR_PORT = 7117
"""Where terminals look for a running sandbox. Here, so that the command line need not import the sandbox to say it."""
