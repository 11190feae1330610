-- The session format, version 2. Each change has its own comment.

-- WebSockets: the flow of the upgraded connection stays one flow; its messages are stored like those of raw streams.
ALTER TABLE flow ADD COLUMN websocket INTEGER NOT NULL DEFAULT 0;

CREATE INDEX flow_websocket ON flow (id) WHERE websocket = 1;

-- The content of a row: 0 a message of a raw stream, 1 text, 2 binary, 3 bytes of a WebSocket that could not be parsed.
ALTER TABLE message ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;

-- 1 if the message ends with this row; 0 if it continues in the next row of the same direction.
ALTER TABLE message ADD COLUMN last INTEGER NOT NULL DEFAULT 1;

-- What a handler did: 0 nothing, 1 changed the message, 2 dropped it, 3 injected it.
ALTER TABLE message ADD COLUMN edit INTEGER NOT NULL DEFAULT 0;

-- Bytes transferred, if a limit cut the recorded data; NULL if the data is complete.
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

-- Chunks are counted, since those of a slowly growing body may have any size.
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

-- Clients that refused Steno's certificate for a server; their connections to it are passed through.
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
