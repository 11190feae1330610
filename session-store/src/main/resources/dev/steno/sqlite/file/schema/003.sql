-- The session format, version 3. Each change has its own comment.

-- CRC-32C of the row's data and key, which detects bytes altered on the disk; NULL in rows of older formats.
ALTER TABLE flow_pb ADD COLUMN checksum INTEGER;

ALTER TABLE body_chunk ADD COLUMN checksum INTEGER;

ALTER TABLE message ADD COLUMN checksum INTEGER;

-- Identifies the home that made the decision. Another home does not accept the decision.
ALTER TABLE pass_through ADD COLUMN seal TEXT;
