-- That somebody's data were erased: when, by which command, and how many rows of what. Never whose.
CREATE TABLE erasures (
    id INTEGER PRIMARY KEY,
    at DOUBLE PRECISION NOT NULL,
    command TEXT NOT NULL,
    counts TEXT NOT NULL
);
