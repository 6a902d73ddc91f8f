"""Where the program stands: a value under a name."""

READ = "SELECT value FROM bookmarks WHERE name = ?"
SET = "INSERT INTO bookmarks (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
