-- Another one, which builds on the one before.
ALTER TABLE palette ADD COLUMN name TEXT;
UPDATE palette SET name = upper(colour);
