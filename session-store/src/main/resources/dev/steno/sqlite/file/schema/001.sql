-- The session format, version 1. Described in docs/session-format.md.

-- The columns by which flows are listed, ordered and filtered. Derived from flow_pb, which is authoritative.
CREATE TABLE flow (
    id            INTEGER PRIMARY KEY,
    revision      INTEGER NOT NULL,
    kind          TEXT    NOT NULL,
    state         INTEGER NOT NULL,
    started       INTEGER NOT NULL,
    duration      INTEGER,
    method        TEXT,
    scheme        TEXT    NOT NULL,
    host          TEXT    NOT NULL,
    alias         TEXT,
    port          INTEGER NOT NULL,
    path          TEXT,
    status        INTEGER,
    request_type  TEXT,
    content_type  TEXT,
    media_type    TEXT,
    request_size  INTEGER NOT NULL,
    response_size INTEGER NOT NULL,
    error_step    INTEGER,
    error         TEXT,
    mark          TEXT,
    comment       TEXT,
    replay        INTEGER NOT NULL DEFAULT 0,
    client        TEXT    NOT NULL,
    server        TEXT
) STRICT;

-- Finds the open flows, which a crash leaves, without a scan.
CREATE INDEX flow_open ON flow (id) WHERE state = 0;

-- Partial indices: each finds a few flows without a scan, and is not updated for the others.
CREATE INDEX flow_refused ON flow (status) WHERE status >= 400;
CREATE INDEX flow_error ON flow (id) WHERE error_step IS NOT NULL;
CREATE INDEX flow_mark ON flow (id) WHERE mark IS NOT NULL;
CREATE INDEX flow_comment ON flow (id) WHERE comment IS NOT NULL;

-- The whole flow as a steno.v1.Flow message. A table of its own, so that scans of the table flow stay cheap.
CREATE TABLE flow_pb (
    id INTEGER PRIMARY KEY,
    pb BLOB NOT NULL
) STRICT;

-- A body too large to be part of its flow's message. flow is NULL until a revision of a flow refers to the body.
CREATE TABLE body (
    id        INTEGER PRIMARY KEY,
    flow      INTEGER,
    part      INTEGER,
    size      INTEGER NOT NULL,
    true_size INTEGER NOT NULL,
    complete  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX body_flow ON body (flow);

-- The bytes of a body as transferred, in chunks numbered by seq from 0.
CREATE TABLE body_chunk (
    body INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    data BLOB    NOT NULL,
    PRIMARY KEY (body, seq)
) STRICT;

-- The messages of a raw stream in both directions, numbered by seq from 0.
CREATE TABLE message (
    flow        INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    time        INTEGER NOT NULL,
    from_client INTEGER NOT NULL,
    data        BLOB    NOT NULL,
    PRIMARY KEY (flow, seq)
) STRICT;

-- Values that addons store with a flow. Derived from flow_pb.
CREATE TABLE annotation (
    flow  INTEGER NOT NULL,
    name  TEXT    NOT NULL,
    value TEXT    NOT NULL,
    PRIMARY KEY (flow, name)
) STRICT, WITHOUT ROWID;

-- Chunks of the index of texts, which is described in docs/session-format.md. A chunk covers the flows after number "after" up to number "last"; or, if again is 1, flows that were updated after they were indexed.
CREATE TABLE text_chunk (
    id      INTEGER PRIMARY KEY,
    again   INTEGER NOT NULL,
    after   INTEGER NOT NULL,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    flows   BLOB,
    partial BLOB    NOT NULL
) STRICT;

-- Which trigrams occur in which flows of a chunk. id is 512 times the chunk's id, plus the row within the chunk.
CREATE TABLE text_posting (
    id    INTEGER PRIMARY KEY,
    lists BLOB NOT NULL
) STRICT;

-- Flows that were updated after they were indexed.
CREATE TABLE text_again (
    flow INTEGER PRIMARY KEY
) STRICT;

-- The certificates to which flows refer by SHA-256, without duplicates.
CREATE TABLE certificate (
    sha256 BLOB PRIMARY KEY NOT NULL,
    der    BLOB NOT NULL
) STRICT;

-- Options stored with the session. Options of the command line take precedence.
CREATE TABLE session_option (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Facts about the session itself.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Running numbers: the highest flow, body and connection numbers ever assigned, and the number of flows.
CREATE TABLE counter (
    name  TEXT PRIMARY KEY NOT NULL,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counter (name, value) VALUES ('flow', 0), ('body', 0), ('connection', 0), ('flows', 0);

-- Views for people and other programs.
CREATE VIEW flows AS
SELECT
    id,
    kind,
    CASE state WHEN 0 THEN 'open' WHEN 1 THEN 'complete' WHEN 2 THEN 'failed' ELSE 'interrupted' END AS state,
    strftime('%Y-%m-%dT%H:%M:%S', started / 1000000000, 'unixepoch')
        || printf('.%06dZ', started / 1000 % 1000000) AS started,
    round(duration / 1e6, 3) AS duration_ms,
    method,
    CASE
        WHEN path IS NULL OR method = 'CONNECT'
            THEN iif(instr(host, ':') > 0, '[' || host || ']', host) || ':' || port
        ELSE scheme || '://' || iif(instr(host, ':') > 0, '[' || host || ']', host)
            || iif(port = iif(scheme = 'https', 443, 80), '', ':' || port)
            || iif(substr(path, 1, 1) = '/', '', '/') || path
    END AS url,
    scheme,
    host,
    port,
    path,
    status,
    content_type,
    request_size,
    response_size,
    CASE error_step
        WHEN 0 THEN 'request' WHEN 1 THEN 'client_tls' WHEN 2 THEN 'resolve' WHEN 3 THEN 'connect'
        WHEN 4 THEN 'server_tls' WHEN 5 THEN 'send' WHEN 6 THEN 'response' WHEN 7 THEN 'relay'
        WHEN 8 THEN 'addon' WHEN 9 THEN 'store'
    END AS error_step,
    error,
    mark,
    comment,
    CASE replay WHEN 1 THEN 'request' WHEN 2 THEN 'response' END AS replay,
    client,
    server
FROM flow;

CREATE VIEW bodies AS
SELECT
    id,
    flow,
    CASE part WHEN 0 THEN 'request' WHEN 1 THEN 'response' WHEN 2 THEN 'original request' WHEN 3 THEN 'original response'
    END AS part,
    size,
    true_size,
    complete,
    (size + 262143) / 262144 AS chunks
FROM body;

CREATE VIEW messages AS
SELECT
    flow,
    seq,
    strftime('%Y-%m-%dT%H:%M:%S', time / 1000000000, 'unixepoch')
        || printf('.%06dZ', time / 1000 % 1000000) AS time,
    iif(from_client, 'client', 'server') AS sender,
    length(data) AS size,
    data
FROM message;
