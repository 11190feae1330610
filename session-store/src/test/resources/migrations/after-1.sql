-- A made-up next format, for the tests of the mechanism alone.
ALTER TABLE flow ADD COLUMN colour TEXT;
UPDATE flow SET colour = mark WHERE mark IS NOT NULL;
CREATE TABLE palette (colour TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO palette SELECT DISTINCT colour FROM flow WHERE colour IS NOT NULL;
