-- What the desk owes a contact who was not content. `summary` and `note` are forgotten with the transcript.
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    survey_id INTEGER NOT NULL,
    feedback_id INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    owner TEXT NOT NULL,
    team TEXT NOT NULL,
    severity TEXT NOT NULL,
    summary TEXT NOT NULL,
    opened_at DOUBLE PRECISION NOT NULL,
    due_at DOUBLE PRECISION NOT NULL,
    remind_at DOUBLE PRECISION NOT NULL,
    reminded_at DOUBLE PRECISION,
    reminders INTEGER NOT NULL,
    settled_at DOUBLE PRECISION,
    settled_by TEXT NOT NULL,
    said TEXT,
    note TEXT NOT NULL,
    asked_again_at DOUBLE PRECISION,
    answer_by DOUBLE PRECISION,
    answered_at DOUBLE PRECISION,
    ended_at DOUBLE PRECISION,
    outcome TEXT
);
CREATE INDEX tasks_unended ON tasks (due_at) WHERE ended_at IS NULL;
CREATE INDEX tasks_survey ON tasks (survey_id) WHERE survey_id > 0;
CREATE INDEX tasks_conversation ON tasks (conversation_id) WHERE ended_at IS NULL;

-- What contacts say unasked. `text` and `answer` are forgotten with the transcript.
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    team TEXT NOT NULL,
    topic TEXT NOT NULL,
    severity TEXT NOT NULL,
    text TEXT NOT NULL,
    status TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL,
    answer TEXT NOT NULL,
    answered_at DOUBLE PRECISION,
    answered_by TEXT NOT NULL
);
CREATE INDEX feedback_conversation ON feedback (conversation_id, at);
CREATE INDEX feedback_open ON feedback (at) WHERE status = 'open';
