-- The session format, version 7. Each change has its own comment.

-- The pieces in which the bytes of a chunk arrived: for each its length and the microseconds since the one before it, as varints.
-- NULL if no times were noted, as for most bodies.
ALTER TABLE body_chunk ADD COLUMN pieces BLOB;

-- A time that is not known is the lowest number, and NULL in the views.
DROP VIEW flows;

CREATE VIEW flows AS
SELECT
    id,
    kind,
    CASE state WHEN 0 THEN 'open' WHEN 1 THEN 'complete' WHEN 2 THEN 'failed' WHEN 3 THEN 'interrupted' END AS state,
    CASE WHEN started > -9223372036854775807 THEN strftime('%Y-%m-%dT%H:%M:%S', started / 1000000000, 'unixepoch')
        || printf('.%06dZ', started / 1000 % 1000000) END AS started,
    round(duration / 1e6, 3) AS duration_ms,
    method,
    (CASE WHEN (path IS NULL OR method = 'CONNECT') THEN iif(instr(host, ':') > 0, '[' || host || ']', host) || ':' || port ELSE scheme || '://' || iif(instr(host, ':') > 0, '[' || host || ']', host) || iif(port = iif(scheme = 'https', 443, 80), '', ':' || port) || iif(substr(path, 1, 1) = '/', '', '/') || path END) AS url,
    scheme,
    host,
    port,
    path,
    status,
    content_type,
    request_size,
    response_size,
    CASE error_step WHEN 0 THEN 'request' WHEN 1 THEN 'client_tls' WHEN 2 THEN 'resolve' WHEN 3 THEN 'connect' WHEN 4 THEN 'server_tls' WHEN 5 THEN 'send' WHEN 6 THEN 'response' WHEN 7 THEN 'relay' WHEN 8 THEN 'addon' WHEN 9 THEN 'store' END AS error_step,
    error,
    mark,
    comment,
    CASE replay WHEN 1 THEN 'request' WHEN 2 THEN 'response' END AS replay,
    client,
    server,
    websocket,
    mode,
    CASE held WHEN 1 THEN 'request_head' WHEN 2 THEN 'request' WHEN 3 THEN 'response_head' WHEN 4 THEN 'response' WHEN 5 THEN 'messages' END AS held
FROM flow;

DROP VIEW messages;

CREATE VIEW messages AS
SELECT
    flow,
    seq,
    CASE WHEN time > -9223372036854775807 THEN strftime('%Y-%m-%dT%H:%M:%S', time / 1000000000, 'unixepoch')
        || printf('.%06dZ', time / 1000 % 1000000) END AS time,
    iif(from_client, 'client', 'server') AS sender,
    length(data) AS size,
    data,
    CASE kind WHEN 0 THEN 'piece' WHEN 1 THEN 'text' WHEN 2 THEN 'binary' ELSE 'raw' END AS kind,
    last,
    CASE edit WHEN 1 THEN 'changed' WHEN 2 THEN 'dropped' WHEN 3 THEN 'injected' WHEN 4 THEN 'undelivered' END AS edit,
    coalesce(true_size, length(data)) AS true_size
FROM message;
