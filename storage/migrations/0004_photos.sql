-- Photographs of return requests: who sent which. The pictures are files beside the database, named by `id`.
CREATE TABLE photos (
    id TEXT NOT NULL,
    channel TEXT NOT NULL,
    account_id TEXT NOT NULL,
    mime TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    kept_at DOUBLE PRECISION NOT NULL,
    -- 1: a request names it, as far as was looked. 0: to be looked for, once it is a day old.
    named INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (id, channel, account_id)
);
CREATE INDEX photos_named ON photos (named, kept_at);
CREATE INDEX photos_identity ON photos (channel, account_id);
CREATE INDEX photos_kept_at ON photos (kept_at);
