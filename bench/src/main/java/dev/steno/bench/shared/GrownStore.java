package dev.steno.bench.shared;

import dev.steno.bench.traffic.Traffic;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A store of many flows, made of a few thousand shipped ones: the server copies them with their certificates, each time under
 * another recorder and at a later time, over several days. Encoded forms are copied as they are, with the times of the first. Stateless.
 */
final class GrownStore {
    /** The flows of the session that is shipped. */
    static final long SHIPPED = 5_000;

    private static final int COPIES_AT_ONCE = 20;
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    private GrownStore() {}

    /**
     * Makes a store.
     *
     * @param session of {@link #SHIPPED} flows
     * @param flows how many, about
     * @param days over which they began, from {@link Traffic#BEGIN}
     * @return its URL
     */
    static String make(StoreServer server, SampleSession session, long flows, int days)
            throws IOException, InterruptedException {
        String url = server.database();
        StenoCommand.run("ship", session.file().toString(), url, "--with-secrets");
        long today = TimeUnit.NANOSECONDS.toDays(Traffic.BEGIN);
        StoreServer.execute(
                url,
                "SELECT steno.make_day(DATE '1970-01-01' + d) FROM generate_series(" + today + ", " + (today + days)
                        + ") AS d");
        long copies = flows / SHIPPED;
        String others = " FROM generate_series(2, " + copies + ") AS n";
        StoreServer.execute(
                url,
                "INSERT INTO steno.recorder (recorder, session, name, host, version) SELECT n, gen_random_uuid(), 'r' || n,"
                        + " 'h' || n, ''" + others);
        StoreServer.execute(
                url, "INSERT INTO steno.progress (recorder, epoch, part, batch) SELECT n, 0, 0, 0" + others);
        StoreServer.execute(
                url,
                "INSERT INTO steno.certificate SELECT n, sha256, der" + others + ", (SELECT sha256, der FROM"
                        + " steno.certificate WHERE recorder = 1) AS c");
        StoreServer.execute(url, "SELECT setval(pg_get_serial_sequence('steno.recorder', 'recorder'), " + copies + ")");
        String columns = StoreServer.text(
                url,
                "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'steno.flow'::regclass"
                        + " AND attnum > 0 AND attname NOT IN ('recorder', 'flow', 'started')");
        StoreServer.execute(url, "CREATE TABLE few AS SELECT * FROM steno.flow");
        for (long from = 1; from < copies; from += COPIES_AT_ONCE) {
            long to = Math.min(copies, from + COPIES_AT_ONCE) - 1;
            StoreServer.execute(
                    url,
                    "INSERT INTO steno.flow (recorder, flow, started, " + columns
                            + ") SELECT 1 + k, flow, started + k * " + days * DAY / copies + ", " + columns
                            + " FROM few, generate_series(" + from + ", " + to + ") AS k");
            System.err.printf("%,d of %,d flows%n", (to + 1) * SHIPPED, flows);
        }
        StoreServer.execute(url, "VACUUM (ANALYZE) steno.flow");
        server.checkpoint();
        return url;
    }
}
