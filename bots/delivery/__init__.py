"""The outbox's way out: content cut down to what a channel can show, and sent in order, paced and retried."""
