-- The session format, version 5. Each change has its own comment.

-- The message of the flow that waits for a person, and the time, the deadline and the reason of the hold; NULL if none is held.
ALTER TABLE flow ADD COLUMN held INTEGER;

ALTER TABLE flow ADD COLUMN held_since INTEGER;

ALTER TABLE flow ADD COLUMN held_until INTEGER;

ALTER TABLE flow ADD COLUMN held_why TEXT;

-- Finds the held flows without a scan, and is not updated for the others.
CREATE INDEX flow_held ON flow (id) WHERE held IS NOT NULL;

DROP VIEW flows;

CREATE VIEW flows AS
SELECT
    id,
    kind,
    CASE state WHEN 0 THEN 'open' WHEN 1 THEN 'complete' WHEN 2 THEN 'failed' WHEN 3 THEN 'interrupted' END AS state,
    strftime('%Y-%m-%dT%H:%M:%S', started / 1000000000, 'unixepoch') || printf('.%06dZ', started / 1000 % 1000000) AS started,
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
