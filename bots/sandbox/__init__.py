"""Stand-ins that speak the platforms' wire protocols on loopback, so that no one needs a token to try kefu."""
