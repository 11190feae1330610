-- The schema of a shared store, version 2: annotations as a column, the index of texts, and when notes were given. Described in docs/shared-store.md.

-- The annotations of a flow, by name; NULL if it has none. JSON's null for flows that were shipped before there was this column: only
-- their messages tell. A constant default of existing rows is not written into them, so this takes a moment however many there are.
ALTER TABLE steno.flow ADD COLUMN annotations jsonb DEFAULT 'null';
ALTER TABLE steno.flow ALTER COLUMN annotations DROP DEFAULT;

-- Chunks of the index of texts, which docs/session-format.md describes. A chunk above 0 covers the flows of its recorder from number
-- "first" to number "last", which is the chunk's number too; one below 0 has flows that were updated after they had been indexed. flows
-- and partial: as in a session's table "text_chunk". since and started: when the first and the last of its flows began.
CREATE TABLE steno.text_chunk (
    recorder int    NOT NULL,
    chunk    bigint NOT NULL,
    since    bigint NOT NULL,
    started  bigint NOT NULL,
    first    bigint NOT NULL,
    last     bigint NOT NULL,
    flows    bytea,
    partial  bytea  NOT NULL,
    PRIMARY KEY (recorder, chunk, started)
) PARTITION BY RANGE (started);

CREATE INDEX text_chunk_started ON steno.text_chunk (started);

CREATE TABLE steno.text_chunk_other PARTITION OF steno.text_chunk DEFAULT;

-- Which trigrams occur in which flows of a chunk: its 512 parts, from 0 on. started is that of the chunk; dict: as in the table "flow".
CREATE TABLE steno.text_posting (
    recorder int      NOT NULL,
    chunk    bigint   NOT NULL,
    part     smallint NOT NULL,
    started  bigint   NOT NULL,
    dict     smallint NOT NULL,
    lists    bytea    NOT NULL,
    PRIMARY KEY (recorder, chunk, part, started)
) PARTITION BY RANGE (started);

ALTER TABLE steno.text_posting ALTER COLUMN lists SET STORAGE EXTERNAL;

CREATE TABLE steno.text_posting_other PARTITION OF steno.text_posting DEFAULT;

-- Flows that were written after their number was covered by a chunk.
CREATE TABLE steno.text_again (
    recorder int    NOT NULL,
    flow     bigint NOT NULL,
    started  bigint NOT NULL,
    PRIMARY KEY (recorder, flow, started)
) PARTITION BY RANGE (started);

CREATE INDEX text_again_started ON steno.text_again (started);

CREATE TABLE steno.text_again_other PARTITION OF steno.text_again DEFAULT;

-- As in version 1, with the tables above.
CREATE OR REPLACE FUNCTION steno.make_day(day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parent text;
    part   text;
    low    text;
    high   text;
    place  text;
BEGIN
    -- The low word is the day: shippers that miss different days do not wait for one another.
    PERFORM pg_advisory_xact_lock(1398031695, day - DATE '1970-01-01');
    FOREACH parent IN ARRAY
        ARRAY['flow', 'message', 'body_chunk', 'revision', 'text_chunk', 'text_posting', 'text_again', 'batch'] LOOP
        part := parent || '_' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN EXISTS (SELECT FROM pg_tables WHERE schemaname = 'steno' AND tablename = part);
        IF parent = 'batch' THEN
            place := 'at';
            low := quote_literal(day || ' 00:00:00+00');
            high := quote_literal(day + 1 || ' 00:00:00+00');
        ELSE
            place := 'started';
            low := ((day - DATE '1970-01-01')::bigint * 86400000000000)::text;
            high := ((day + 1 - DATE '1970-01-01')::bigint * 86400000000000)::text;
        END IF;
        EXECUTE format('CREATE TABLE steno.%I (LIKE steno.%I INCLUDING ALL)', part, parent);
        IF parent = 'flow' THEN
            EXECUTE format('ALTER TABLE steno.%I SET (toast_tuple_target = 512)', part);
        END IF;
        EXECUTE format(
            'WITH moved AS (DELETE FROM steno.%I WHERE %I >= %s AND %I < %s RETURNING *) INSERT INTO steno.%I SELECT * FROM moved',
            parent || '_other', place, low, place, high, part);
        EXECUTE format('ALTER TABLE steno.%I ATTACH PARTITION steno.%I FOR VALUES FROM (%s) TO (%s)', parent, part, low, high);
    END LOOP;
END
$$;

-- The days that there are get the tables above.
SELECT steno.make_day(to_date(right(tablename, 8), 'YYYYMMDD')) FROM pg_catalog.pg_tables
    WHERE schemaname = 'steno' AND tablename ~ '^batch_[0-9]{8}$' ORDER BY tablename;

-- When the viewer wrote the mark and the comment of a note. A viewer who sets one of them says nothing anew about the other.
ALTER TABLE steno.note ADD COLUMN mark_at timestamptz, ADD COLUMN comment_at timestamptz;

-- Refused and failed flows in the order of lists, so that a list of them is read from the index alone, the newest first.
CREATE INDEX flow_refused_list ON steno.flow (started, recorder, flow) INCLUDE (status) WHERE status >= 400;
CREATE INDEX flow_failed_list ON steno.flow (started, recorder, flow) WHERE error_step IS NOT NULL;
DROP INDEX steno.flow_refused;
DROP INDEX steno.flow_error;
