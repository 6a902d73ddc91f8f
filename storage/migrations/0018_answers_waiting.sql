-- An answer is looked for by what it answers only while it waits: each message paid for this index, and none used it.
DROP INDEX outbox_answers;
