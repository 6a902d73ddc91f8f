"""A door to the running kefu for its own command line: a Unix socket beside the database.

One process owns the database file, so `kefu orders import` and `kefu outbox` ask it through this socket. Only the
user who runs kefu may open it (mode 0600): there is no other key.
"""
