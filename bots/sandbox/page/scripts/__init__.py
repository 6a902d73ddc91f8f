"""The scripts in the page: read, checked while one types, shown on every channel, saved, and heard of by the bot."""
