-- What shippers and readers of a shared store may do. Run again after the roles are made: CREATE ROLE steno_ship; CREATE ROLE steno_read
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'steno_ship') THEN
        GRANT USAGE ON SCHEMA steno TO steno_ship;
        GRANT SELECT ON ALL TABLES IN SCHEMA steno TO steno_ship;
        GRANT INSERT, UPDATE, DELETE
            ON steno.recorder, steno.progress, steno.flow, steno.message, steno.body_chunk, steno.revision, steno.certificate,
            steno.text_chunk, steno.text_posting, steno.text_again TO steno_ship;
        GRANT INSERT ON steno.batch, steno.dictionary TO steno_ship;
        GRANT EXECUTE ON FUNCTION steno.make_day(date) TO steno_ship;
        -- Citus locks a table that each node has for an insert that may conflict, and lets only those do so who may update it.
        IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
            GRANT UPDATE ON steno.dictionary TO steno_ship;
        END IF;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'steno_read') THEN
        GRANT USAGE ON SCHEMA steno TO steno_read;
        GRANT SELECT ON ALL TABLES IN SCHEMA steno TO steno_read;
        GRANT INSERT, UPDATE, DELETE ON steno.note TO steno_read;
    END IF;
END
$$;
