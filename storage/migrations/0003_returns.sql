-- What policies for returns ask of an order.
ALTER TABLE orders ADD COLUMN tier TEXT NOT NULL DEFAULT '';

-- Return requests. `body` is the whole of it as JSON; the columns are what it is looked for by.
CREATE TABLE rmas (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    order_number TEXT NOT NULL,
    conversation_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    account_id TEXT NOT NULL,
    status TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    opened_at DOUBLE PRECISION NOT NULL,
    changed_at DOUBLE PRECISION NOT NULL
);
CREATE INDEX rmas_identity ON rmas (channel, account_id, id);
CREATE INDEX rmas_order ON rmas (order_number);
CREATE INDEX rmas_status ON rmas (status, id);

-- Pieces of an order that requests have taken. A request that is given up gives them back.
CREATE TABLE rma_pieces (
    order_number TEXT NOT NULL,
    line INTEGER NOT NULL,
    number TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (order_number, line, number)
);
CREATE INDEX rma_pieces_number ON rma_pieces (number);

-- Every move, for the books. Rows are only ever added.
CREATE TABLE rma_events (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    before TEXT,
    after TEXT NOT NULL,
    why TEXT NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX rma_events_number ON rma_events (number, id);
