-- What opened the window: a platform tells whole seconds, in which a customer may act twice.
ALTER TABLE quota ADD COLUMN act TEXT NOT NULL DEFAULT '';
