-- Version 2 of the schema of a shared store.

-- When the viewer wrote the mark and the comment of a note. A viewer who sets one of them says nothing anew about the other.
ALTER TABLE steno.note ADD COLUMN mark_at timestamptz, ADD COLUMN comment_at timestamptz;
