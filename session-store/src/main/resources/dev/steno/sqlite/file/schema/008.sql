-- The session format, version 8. Each change has its own comment.

-- The shared stores to which this session is shipped. session is the random identifier under which the store knows it as recorder; 0 as
-- recorder: the store was not reached yet, and store is its address. epoch and batch fence off copies of this file and commits whose
-- answer was lost: the store has epoch or next_epoch, and part or next_part. Flows up to shipped_to were sent; of flows up to claimed_to, every later change is
-- noted in ship_again or ship_gone. held: 1 if the limits of the session do not remove what was not sent.
CREATE TABLE ship_target (
    id         INTEGER PRIMARY KEY,
    store      TEXT    NOT NULL UNIQUE,
    url        TEXT    NOT NULL,
    session    TEXT    NOT NULL,
    recorder   INTEGER NOT NULL,
    epoch      INTEGER NOT NULL,
    next_epoch INTEGER NOT NULL,
    part       INTEGER NOT NULL,
    next_part  INTEGER NOT NULL,
    batch      INTEGER NOT NULL,
    shipped_to INTEGER NOT NULL,
    claimed_to INTEGER NOT NULL,
    held       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Flows to be sent again. n counts the notes, so that one that comes while the flow is sent is not lost.
CREATE TABLE ship_again (
    target INTEGER NOT NULL,
    flow   INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    PRIMARY KEY (target, flow)
) STRICT, WITHOUT ROWID;

-- Flows that were removed by people and are to be removed from the store. started: that of the flow.
CREATE TABLE ship_gone (
    target  INTEGER NOT NULL,
    flow    INTEGER NOT NULL,
    started INTEGER NOT NULL,
    PRIMARY KEY (target, flow)
) STRICT, WITHOUT ROWID;

-- Flows that the store refused, with the reason. They are sent again when they change.
CREATE TABLE ship_refused (
    target   INTEGER NOT NULL,
    flow     INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    time     INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (target, flow)
) STRICT, WITHOUT ROWID;
