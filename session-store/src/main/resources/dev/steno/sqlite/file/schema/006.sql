-- The session format, version 6. Each change has its own comment.

-- The edits of recorded flows, numbered by n from 1: when, by whom, and what. pb is the flow before the edit, as in flow_pb.
CREATE TABLE revision (
    flow     INTEGER NOT NULL,
    n        INTEGER NOT NULL,
    time     INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    what     TEXT    NOT NULL,
    pb       BLOB    NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (flow, n)
) STRICT;

CREATE VIEW revisions AS
SELECT
    flow,
    n,
    strftime('%Y-%m-%dT%H:%M:%S', time / 1000000000, 'unixepoch') || printf('.%06dZ', time / 1000 % 1000000) AS time,
    by,
    what
FROM revision;

-- A body may belong to a message that an edit replaced.
DROP VIEW bodies;

CREATE VIEW bodies AS
SELECT
    id,
    flow,
    CASE part WHEN 0 THEN 'request' WHEN 1 THEN 'response' WHEN 2 THEN 'original request' WHEN 3 THEN 'original response'
    WHEN 4 THEN 'earlier request' WHEN 5 THEN 'earlier response' END AS part,
    size,
    true_size,
    complete,
    (SELECT count(*) FROM body_chunk WHERE body = body.id) AS chunks
FROM body;

-- A held message may be held until its stream ends, and then is not delivered: 4 in message.edit.
DROP VIEW messages;

CREATE VIEW messages AS
SELECT
    flow,
    seq,
    strftime('%Y-%m-%dT%H:%M:%S', time / 1000000000, 'unixepoch')
        || printf('.%06dZ', time / 1000 % 1000000) AS time,
    iif(from_client, 'client', 'server') AS sender,
    length(data) AS size,
    data,
    CASE kind WHEN 0 THEN 'piece' WHEN 1 THEN 'text' WHEN 2 THEN 'binary' ELSE 'raw' END AS kind,
    last,
    CASE edit WHEN 1 THEN 'changed' WHEN 2 THEN 'dropped' WHEN 3 THEN 'injected' WHEN 4 THEN 'undelivered' END AS edit,
    coalesce(true_size, length(data)) AS true_size
FROM message;
