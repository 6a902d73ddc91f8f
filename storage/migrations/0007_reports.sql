-- By what reports divide, and the value as the opening hours count it.
ALTER TABLE reporting_events ADD COLUMN business_value DOUBLE PRECISION;
ALTER TABLE reporting_events ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE reporting_events ADD COLUMN team TEXT NOT NULL DEFAULT '';
ALTER TABLE reporting_events ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE reporting_events ADD COLUMN script TEXT NOT NULL DEFAULT '';

UPDATE reporting_events SET agent = coalesce(json_extract(details, '$.agent'), ''),
    team = coalesce(json_extract(details, '$.team'), '');
UPDATE reporting_events SET channel = coalesce(
    (SELECT c.channel FROM conversations AS c WHERE c.id = reporting_events.conversation_id), '');
