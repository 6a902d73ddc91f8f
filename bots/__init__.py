"""The chat platforms, the HTTP server, delivery, the command line and the sandbox."""
