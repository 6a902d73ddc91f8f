-- In which topic of their private chat a customer wrote last; whoever wrote outside of any has no row. The highest id is
-- the latest.
CREATE TABLE private_topics (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    account_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    UNIQUE (channel, account_id)
);
