-- A code that a contact is shown on one account, to be typed on another. Only its hash is kept, and one of an account.
CREATE TABLE link_codes (
    hash TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    account_id TEXT NOT NULL,
    expires_at DOUBLE PRECISION NOT NULL
);
CREATE UNIQUE INDEX link_codes_identity ON link_codes (channel, account_id);

-- Wrong codes that still count.
CREATE TABLE link_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at DOUBLE PRECISION NOT NULL,
    channel TEXT NOT NULL,
    account_id TEXT NOT NULL,
    contact_id INTEGER NOT NULL
);
CREATE INDEX link_attempts_identity ON link_attempts (channel, account_id);
CREATE INDEX link_attempts_contact ON link_attempts (contact_id);
CREATE INDEX link_attempts_at ON link_attempts (at);

-- Two accounts of one customer: proposed, agreed to on both, linked (one of them moved to the other's contact), undone.
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    first_channel TEXT NOT NULL,
    first_account TEXT NOT NULL,
    second_channel TEXT NOT NULL,
    second_account TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at DOUBLE PRECISION NOT NULL,
    expires_at DOUBLE PRECISION NOT NULL,
    first_agreed_at DOUBLE PRECISION,
    second_agreed_at DOUBLE PRECISION,
    declined_at DOUBLE PRECISION,
    moved_channel TEXT,
    moved_account TEXT,
    from_contact INTEGER,
    into_contact INTEGER,
    linked_at DOUBLE PRECISION,
    undone_at DOUBLE PRECISION,
    undone_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX links_into ON links (into_contact) WHERE linked_at IS NOT NULL AND undone_at IS NULL;
CREATE UNIQUE INDEX links_from ON links (from_contact) WHERE linked_at IS NOT NULL AND undone_at IS NULL;

-- On which of the contact's accounts it was said, where that is not the conversation's own.
ALTER TABLE messages ADD COLUMN via TEXT NOT NULL DEFAULT '';
