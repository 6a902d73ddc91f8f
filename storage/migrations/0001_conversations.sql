-- What came in. `body` is the whole message as JSON, so that it can be replayed after a crash.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    accepted_at DOUBLE PRECISION NOT NULL,
    handled_at DOUBLE PRECISION,
    UNIQUE (channel, key)
);
CREATE INDEX inbox_unhandled ON inbox (id) WHERE handled_at IS NULL;

-- A customer over all channels. Merging two moves their identities, nothing else.
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    created_at DOUBLE PRECISION NOT NULL
);

CREATE TABLE identities (
    channel TEXT NOT NULL,
    account_id TEXT NOT NULL,
    contact_id INTEGER NOT NULL,
    PRIMARY KEY (channel, account_id)
);
CREATE INDEX identities_contact ON identities (contact_id);

-- `thread` is written by the desk's delivery alone, everything else by turns.
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    account_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    name TEXT NOT NULL,
    locale TEXT,
    language TEXT,
    status TEXT NOT NULL,
    owner_kind TEXT,
    owner_ref TEXT NOT NULL,
    state TEXT NOT NULL,
    thread TEXT,
    messages INTEGER NOT NULL,
    last_message_at DOUBLE PRECISION NOT NULL,
    blocked INTEGER NOT NULL,
    created_at DOUBLE PRECISION NOT NULL,
    UNIQUE (channel, account_id)
);
CREATE INDEX conversations_thread ON conversations (thread) WHERE thread IS NOT NULL;

-- The transcript.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    author TEXT NOT NULL,
    author_name TEXT NOT NULL,
    text TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL,
    external_id TEXT
);
CREATE INDEX messages_conversation ON messages (conversation_id, id);

-- What must go out. `fate` is NULL until the first attempt ended; `settled_at` once nobody will try again.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    action TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    conversation_id INTEGER NOT NULL,
    answers INTEGER,
    body TEXT NOT NULL,
    created_at DOUBLE PRECISION NOT NULL,
    attempts INTEGER NOT NULL,
    parts_sent INTEGER NOT NULL,
    due_at DOUBLE PRECISION NOT NULL,
    fate TEXT,
    settled_at DOUBLE PRECISION,
    external_id TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE settled_at IS NULL;
CREATE INDEX outbox_failed ON outbox (id) WHERE fate = 'failed';
CREATE INDEX outbox_answers ON outbox (answers) WHERE answers IS NOT NULL;

-- Numbers are never given out twice: a claimed timer's number is its key in the inbox.
CREATE TABLE timers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    due_at DOUBLE PRECISION NOT NULL,
    payload TEXT NOT NULL,
    UNIQUE (conversation_id, name)
);
CREATE INDEX timers_due ON timers (due_at);

-- Facts for reports. Rows are only ever added.
CREATE TABLE reporting_events (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL,
    value DOUBLE PRECISION,
    details TEXT NOT NULL
);
CREATE INDEX reporting_events_name ON reporting_events (name, at);

CREATE TABLE bookmarks (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- The highest number given out in a table, noted before its rows are purged.
CREATE TABLE last_ids (
    name TEXT PRIMARY KEY,
    id INTEGER NOT NULL
);
