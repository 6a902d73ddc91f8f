-- Shifts of the rota that colleagues exchange. Which shift it is, is told by who has it and by its times.
-- `place` counts the agreed ones in their order: each stands on those before it.
CREATE TABLE swaps (
    id INTEGER PRIMARY KEY,
    giver TEXT NOT NULL,
    taker TEXT NOT NULL,
    begins DOUBLE PRECISION NOT NULL,
    ends DOUBLE PRECISION NOT NULL,
    back_begins DOUBLE PRECISION,
    back_ends DOUBLE PRECISION,
    proposed_at DOUBLE PRECISION NOT NULL,
    expires_at DOUBLE PRECISION NOT NULL,
    status TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    place INTEGER NOT NULL
);
CREATE INDEX swaps_open ON swaps (status, id) WHERE status = 'proposed' OR status = 'agreed';
