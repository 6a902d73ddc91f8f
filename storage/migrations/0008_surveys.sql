-- What contacts were asked, and what they said. `comment` is forgotten with the transcript.
CREATE TABLE surveys (
    id INTEGER PRIMARY KEY,
    survey TEXT NOT NULL,
    campaign TEXT NOT NULL,
    contact_id INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    team TEXT NOT NULL,
    tier TEXT NOT NULL,
    agents TEXT NOT NULL,
    status TEXT NOT NULL,
    asked_at DOUBLE PRECISION NOT NULL,
    valid_until DOUBLE PRECISION NOT NULL,
    reminded_at DOUBLE PRECISION,
    score DOUBLE PRECISION,
    value INTEGER,
    low INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    comment TEXT NOT NULL,
    answered_at DOUBLE PRECISION
);
CREATE INDEX surveys_conversation ON surveys (conversation_id, asked_at);
CREATE INDEX surveys_asked ON surveys (asked_at);
