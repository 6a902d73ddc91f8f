"""What is kept about one person, over one SQLite file."""
