-- The session format, version 2. Each part stands under its own comment.

-- WebSocket: the flow that was upgraded stays one flow, and its messages are rows beside those of raw streams.
ALTER TABLE flow ADD COLUMN websocket INTEGER NOT NULL DEFAULT 0;

CREATE INDEX flow_websocket ON flow (id) WHERE websocket = 1;

-- What a row of message holds: 0 a piece of a raw stream, 1 text, 2 bytes, 3 bytes as they passed that could not be read.
ALTER TABLE message ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;

-- Whether the message ends with this row; where not, the next row of this direction goes on with it.
ALTER TABLE message ADD COLUMN last INTEGER NOT NULL DEFAULT 1;

-- What a handler did: 0 nothing, 1 changed it, 2 did not let it pass, 3 added it.
ALTER TABLE message ADD COLUMN edit INTEGER NOT NULL DEFAULT 0;

-- How many bytes the row stands for where a limit cut the record; NULL where all are there.
ALTER TABLE message ADD COLUMN true_size INTEGER;

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
    CASE edit WHEN 1 THEN 'changed' WHEN 2 THEN 'dropped' WHEN 3 THEN 'injected' END AS edit,
    coalesce(true_size, length(data)) AS true_size
FROM message;

DROP VIEW flows;

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
    server,
    websocket
FROM flow;

-- Bodies that grow slowly have pieces of any size.
DROP VIEW bodies;

CREATE VIEW bodies AS
SELECT
    id,
    flow,
    CASE part WHEN 0 THEN 'request' WHEN 1 THEN 'response' WHEN 2 THEN 'original request' WHEN 3 THEN 'original response'
    END AS part,
    size,
    true_size,
    complete,
    (SELECT count(*) FROM body_chunk WHERE body = body.id) AS chunks
FROM body;

-- Clients that refused our certificate for a server: their connections there are passed through untouched.
CREATE TABLE pass_through (
    client    TEXT    NOT NULL,
    look      TEXT    NOT NULL,
    host      TEXT    NOT NULL,
    reason    TEXT    NOT NULL,
    trusting  INTEGER NOT NULL,
    since     INTEGER NOT NULL,
    used      INTEGER NOT NULL,
    last_used INTEGER,
    PRIMARY KEY (client, look, host)
) STRICT, WITHOUT ROWID;
