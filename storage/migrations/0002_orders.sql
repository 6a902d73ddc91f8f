-- An import writes its rows with its own number; they are seen once that number is the visible one.
CREATE TABLE orders (
    number TEXT NOT NULL,
    import_id INTEGER NOT NULL,
    placed_at DOUBLE PRECISION NOT NULL,
    status TEXT NOT NULL,
    currency TEXT NOT NULL,
    total TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    lines TEXT NOT NULL,
    shipments TEXT NOT NULL,
    PRIMARY KEY (number, import_id)
);
CREATE INDEX orders_import ON orders (import_id);

CREATE TABLE order_imports (
    id INTEGER PRIMARY KEY,
    visible INTEGER NOT NULL
);

-- Order numbers an identity has proven to be theirs, until they are forgotten.
CREATE TABLE proofs (
    channel TEXT NOT NULL,
    account_id TEXT NOT NULL,
    number TEXT NOT NULL,
    until DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (channel, account_id, number)
);
CREATE INDEX proofs_until ON proofs (until);

-- Attempts at a proof that still count, and whom a lock was already reported for.
CREATE TABLE proof_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at DOUBLE PRECISION NOT NULL,
    channel TEXT NOT NULL,
    account_id TEXT NOT NULL,
    contact_id INTEGER NOT NULL,
    number TEXT NOT NULL
);
CREATE INDEX proof_attempts_identity ON proof_attempts (channel, account_id);
CREATE INDEX proof_attempts_contact ON proof_attempts (contact_id);
CREATE INDEX proof_attempts_number ON proof_attempts (number);
CREATE INDEX proof_attempts_at ON proof_attempts (at);

CREATE TABLE proof_locks (
    subject TEXT PRIMARY KEY,
    until DOUBLE PRECISION NOT NULL
);

-- How many messages a platform still lets us send to an account, a row for each kind of window.
CREATE TABLE quota (
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    remaining INTEGER NOT NULL,
    until DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (account, kind)
);
CREATE INDEX quota_until ON quota (until);
