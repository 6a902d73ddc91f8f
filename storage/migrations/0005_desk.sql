-- One time that a conversation is with the desk. `body` is the rest of it as JSON; the columns are what it is looked for
-- by, and `asked`, which is forgotten with the transcript.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    team TEXT NOT NULL,
    priority INTEGER NOT NULL,
    queued_at DOUBLE PRECISION NOT NULL,
    opened_at DOUBLE PRECISION NOT NULL,
    accepted_at DOUBLE PRECISION,
    closed_at DOUBLE PRECISION,
    asked TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX cases_open ON cases (conversation_id) WHERE closed_at IS NULL;
CREATE INDEX cases_conversation ON cases (conversation_id, id);
CREATE INDEX cases_accepted ON cases (team, accepted_at) WHERE accepted_at IS NOT NULL;

CREATE INDEX conversations_at_desk ON conversations (status, owner_kind, owner_ref)
WHERE status = 'open' OR status = 'snoozed';
-- Empty, unless something went wrong.
CREATE INDEX conversations_astray ON conversations (id)
WHERE (status = 'pending' AND coalesce(owner_kind, '') <> 'bot') OR (status = 'resolved' AND owner_kind IS NOT NULL);

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

-- Which message at the desk is a copy of which in the contact's chat (`to_desk`), or the other way round. A message that
-- had to be cut has several copies, all of one outbox row; several that were joined share one. 'card' stands for the
-- contact's side of the card.
CREATE TABLE copies (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    outbox_id INTEGER NOT NULL,
    to_desk INTEGER NOT NULL,
    desk_chat TEXT NOT NULL,
    desk_message TEXT NOT NULL,
    contact_chat TEXT NOT NULL,
    contact_message TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL
);
CREATE INDEX copies_desk ON copies (desk_message, conversation_id);
CREATE INDEX copies_contact ON copies (conversation_id, contact_message);

-- Topics that their conversation has left: what is written in one must not be lost silently. `at` is when the contact
-- had last written by then.
CREATE TABLE desk_threads (
    id INTEGER PRIMARY KEY,
    thread TEXT NOT NULL UNIQUE,
    conversation_id INTEGER NOT NULL,
    at DOUBLE PRECISION NOT NULL
);

-- What is with the desk already.
INSERT INTO cases (conversation_id, team, priority, queued_at, opened_at, accepted_at, asked, body)
SELECT id, '', 2, since, since, taken, '',
       json_object('contact_id', contact_id, 'opened_at', since, 'reason', 'asked', 'queued_at', since,
                   'accepted_at', taken, 'first_response_at', taken, 'waiting_since', waiting,
                   'agents', json(CASE WHEN taken IS NULL THEN json_array() ELSE json_array(owner_ref) END))
FROM (
    SELECT id, contact_id, owner_ref, waiting, since, CASE WHEN owner_kind = 'agent' THEN since END AS taken
    FROM (
        SELECT c.id, i.contact_id, c.owner_kind, c.owner_ref, json_extract(c.state, '$.waiting_since') AS waiting,
               coalesce(json_extract(c.state, '$.waiting_since'), c.last_message_at) AS since
        FROM conversations AS c JOIN identities AS i USING (channel, account_id)
        WHERE c.status = 'open' OR c.status = 'snoozed'
    ) AS at_desk
) AS known
ORDER BY since;

INSERT INTO agents (account, name, seen_at)
SELECT c.owner_ref,
       coalesce((SELECT m.author_name FROM messages AS m WHERE m.conversation_id = c.id AND m.author = c.owner_ref
                 ORDER BY m.id DESC LIMIT 1), ''),
       max(c.last_message_at)
FROM conversations AS c
WHERE (c.status = 'open' OR c.status = 'snoozed') AND c.owner_kind = 'agent' AND c.owner_ref <> ''
GROUP BY c.owner_ref;
