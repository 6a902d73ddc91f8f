-- A campaign asks many contacts the same. One time that it does so is a run; at most one of a campaign is under way.
-- `gathered_to`, `gather_until`: of its contacts, those up to the first number were looked at, the second is the last.
CREATE TABLE campaign_runs (
    id INTEGER PRIMARY KEY,
    campaign TEXT NOT NULL,
    scheduled_at DOUBLE PRECISION NOT NULL,
    started_at DOUBLE PRECISION NOT NULL,
    started_by TEXT NOT NULL,
    audience TEXT NOT NULL,
    status TEXT NOT NULL,
    stopped_by TEXT NOT NULL DEFAULT '',
    ends_at DOUBLE PRECISION NOT NULL,
    done_at DOUBLE PRECISION,
    gathered_to INTEGER NOT NULL DEFAULT 0,
    gather_until INTEGER NOT NULL,
    told INTEGER NOT NULL DEFAULT 0,
    UNIQUE (campaign, scheduled_at)
);
CREATE UNIQUE INDEX campaign_runs_open ON campaign_runs (campaign) WHERE done_at IS NULL;

-- Whom a run asks. `due_at`: when it is their turn, or when they are tried again.
CREATE TABLE campaign_targets (
    run_id INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    status TEXT NOT NULL,
    why TEXT NOT NULL,
    due_at DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (run_id, contact_id)
);
CREATE UNIQUE INDEX campaign_targets_conversation ON campaign_targets (run_id, conversation_id);
CREATE INDEX campaign_targets_waiting ON campaign_targets (run_id, channel, due_at, contact_id)
WHERE status = 'waiting';

-- Until when the calendar of a campaign was followed.
CREATE TABLE campaign_schedules (
    campaign TEXT PRIMARY KEY,
    cron TEXT NOT NULL,
    followed_to DOUBLE PRECISION NOT NULL
);

CREATE INDEX surveys_campaign ON surveys (campaign, status) WHERE campaign <> '';
