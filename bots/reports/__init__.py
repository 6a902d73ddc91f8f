"""Reports: counted from events, and told as tables, pages and pictures."""
