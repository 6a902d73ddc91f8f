-- Topics of the desk that somebody closed by hand and that nobody has opened since. The highest id is the latest.
CREATE TABLE closed_topics (
    id INTEGER PRIMARY KEY,
    chat TEXT NOT NULL,
    topic TEXT NOT NULL,
    UNIQUE (chat, topic)
);
