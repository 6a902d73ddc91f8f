-- Contacts who do not want to be asked how it was.
ALTER TABLE contacts ADD COLUMN declined INTEGER NOT NULL DEFAULT 0;
