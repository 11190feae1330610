-- The session format, version 3. Each part stands under its own comment.

-- CRC-32C of what the row holds, so that a byte that a disk altered is noticed; NULL in rows of older formats.
ALTER TABLE flow_pb ADD COLUMN checksum INTEGER;

ALTER TABLE body_chunk ADD COLUMN checksum INTEGER;

ALTER TABLE message ADD COLUMN checksum INTEGER;

-- Says which home decided that the client is passed through; a decision of another home is not heeded.
ALTER TABLE pass_through ADD COLUMN seal TEXT;
