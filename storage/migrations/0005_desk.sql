-- One time that a conversation is with the desk. `body` is the whole of it as JSON; the columns are what it is looked
-- for by.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    team TEXT NOT NULL,
    priority INTEGER NOT NULL,
    queued_at DOUBLE PRECISION NOT NULL,
    opened_at DOUBLE PRECISION NOT NULL,
    accepted_at DOUBLE PRECISION,
    closed_at DOUBLE PRECISION,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX cases_open ON cases (conversation_id) WHERE closed_at IS NULL;
CREATE INDEX cases_contact ON cases (contact_id, id);
CREATE INDEX cases_accepted ON cases (team, accepted_at) WHERE accepted_at IS NOT NULL;

CREATE INDEX conversations_at_desk ON conversations (status, owner_kind, owner_ref)
WHERE status IN ('open', 'snoozed');

CREATE TABLE agents (
    account TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    away_since DOUBLE PRECISION,
    away_until DOUBLE PRECISION,
    seen_at DOUBLE PRECISION NOT NULL
);

ALTER TABLE contacts ADD COLUMN tier TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN banned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN last_agent TEXT NOT NULL DEFAULT '';

CREATE TABLE contact_tags (
    contact_id INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (contact_id, tag)
);

CREATE TABLE contact_notes (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL,
    author TEXT NOT NULL,
    author_name TEXT NOT NULL,
    text TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL
);
CREATE INDEX contact_notes_contact ON contact_notes (contact_id, id);

-- Which message at the desk is a copy of which in the contact's chat, or the other way round. A message that had to be
-- cut has several copies; several that were joined share one. 'card' stands for the contact's side of the card.
CREATE TABLE copies (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    desk_chat TEXT NOT NULL,
    desk_message TEXT NOT NULL,
    contact_chat TEXT NOT NULL,
    contact_message TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL
);
CREATE INDEX copies_desk ON copies (conversation_id, desk_message);
CREATE INDEX copies_contact ON copies (conversation_id, contact_message);
CREATE INDEX copies_at ON copies (at);

-- Every topic that was ever opened for a conversation: what is written in an old one must not be lost silently.
CREATE TABLE desk_threads (
    thread TEXT PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    opened_at DOUBLE PRECISION NOT NULL
);
