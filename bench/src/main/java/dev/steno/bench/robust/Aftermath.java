package dev.steno.bench.robust;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.CheckReport;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * The state of a session after its recorder was killed.
 *
 * @param openMillis how long resuming took, in milliseconds
 * @param flows number of flows in the session
 * @param interrupted number of flows that were open when the recorder was killed
 * @param lost number of responses that a client received completely and that the session lacks
 * @param cut number of responses that a client received completely and that the session marks as incomplete, since
 *     nothing could be written when they ended
 * @param faults violated invariants, in words; empty if the session is sound
 */
record Aftermath(double openMillis, long flows, long interrupted, long lost, long cut, List<String> faults) {

    private static final java.util.regex.Pattern NUMBERED = java.util.regex.Pattern.compile("/[0-9]+");
    private static final int BLURRED = 500;

    /** Queries that must return no row. */
    private static final List<String> INVARIANTS = List.of(
            "SELECT 'open flow ' || id FROM flow WHERE state = 0",
            "SELECT 'flow without content ' || id FROM flow WHERE id NOT IN (SELECT id FROM flow_pb)",
            "SELECT 'content without flow ' || id FROM flow_pb WHERE id NOT IN (SELECT id FROM flow)",
            "SELECT 'body of no flow ' || id FROM body WHERE flow IS NULL OR flow NOT IN (SELECT id FROM flow)",
            "SELECT 'chunk of no body ' || body FROM body_chunk WHERE body NOT IN (SELECT id FROM body)",
            "SELECT 'body ' || id || ' differs in size from its chunks' FROM body WHERE size <>"
                    + " (SELECT ifnull(sum(length(data)), 0) FROM body_chunk WHERE body = body.id)",
            "SELECT 'recorded twice: ' || path FROM flow WHERE path GLOB '/[0-9]*' GROUP BY path HAVING count(*) > 1",
            "SELECT 'wrong counter of flows: ' || value FROM counter WHERE name = 'flows' AND value <> (SELECT count(*) FROM flow)");

    /** Resumes a session as the product does, and compares it with the responses that clients received completely. */
    static Aftermath of(Path session, Set<Long> whole) throws IOException {
        return of(session, whole, number -> false);
    }

    /**
     * As above.
     *
     * @param removed accepts the numbers of responses that were removed deliberately
     */
    static Aftermath of(Path session, Set<Long> whole, LongPredicate removed) throws IOException {
        long start = System.nanoTime();
        SessionStore store = SqliteSessionStore.open(session, "bench/run kill");
        double millis = (System.nanoTime() - start) / 1e6;
        List<String> faults = new ArrayList<>();
        Found found;
        try {
            check(session, faults);
            CheckReport report = SessionCheck.verify(session, Progress.NONE);
            report.first().stream()
                    .filter(each -> !each.kind().isLeftover())
                    .forEach(each -> faults.add(each.toString()));
            found = found(store, whole, faults);
        } finally {
            store.close();
        }
        SessionStore.Resumed resumed = store.resumedWith();
        return new Aftermath(
                millis,
                resumed.flows(),
                resumed.interrupted(),
                lost(whole, found.whole(), removed),
                found.cut(),
                faults);
    }

    /**
     * Counts the missing responses, except those removed deliberately: by rm, or by --keep, which removes the oldest.
     * Clients send requests concurrently, so the boundary of --keep is blurred by a few requests.
     */
    private static long lost(Set<Long> whole, Set<Long> found, LongPredicate removed) {
        long oldest = found.stream()
                .mapToLong(Long::longValue)
                .sorted()
                .skip(BLURRED)
                .findFirst()
                .orElse(0);
        long first = whole.stream().mapToLong(Long::longValue).min().orElse(0);
        boolean trimmed = !found.contains(first);
        return whole.stream()
                .filter(number -> !found.contains(number) && !removed.test(number))
                .filter(number -> !trimmed || number >= oldest)
                .count();
    }

    private static void check(Path session, List<String> faults) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + session);
                var statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
                while (row.next()) {
                    if (!row.getString(1).equals("ok")) {
                        faults.add(row.getString(1));
                    }
                }
            }
            for (String invariant : INVARIANTS) {
                try (ResultSet row = statement.executeQuery(invariant + " LIMIT 3")) {
                    while (row.next()) {
                        faults.add(row.getString(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IOException("cannot check " + session, e);
        }
    }

    private record Found(Set<Long> whole, long cut) {}

    /** Counts the responses that the session holds completely, and those that it marks as incomplete. */
    private static Found found(SessionStore store, Set<Long> whole, List<String> faults) throws IOException {
        Set<Long> found = new HashSet<>();
        long cut = 0;
        try (SessionReader reader = store.reader()) {
            Place after = Place.START;
            while (true) {
                var page = reader.page(after, 500, false);
                if (page.isEmpty()) {
                    return new Found(found, cut);
                }
                for (var flow : page) {
                    after = Place.of(flow);
                    if (!(flow instanceof HttpFlow http)
                            || !NUMBERED.matcher(http.request().path()).matches()) {
                        continue; // a WebSocket or a tunnel
                    }
                    long number = Long.parseLong(http.request().path().substring(1));
                    if (!whole.contains(number) || http.response() == null || http.state() != FlowState.COMPLETE) {
                        continue;
                    }
                    if (http.response().body() instanceof Body.Stored stored && stored.size() < stored.trueSize()) {
                        if (stored.id() == 0) {
                            found.add(number); // its body was removed to meet --keep
                            continue;
                        }
                        cut++;
                        continue;
                    }
                    byte[] body = reader.body(http.response().body()).readAllBytes();
                    if (NumberedFlows.isBody(number, body)
                            && http.response().status() == NumberedFlows.status(number)) {
                        found.add(number);
                    } else {
                        faults.add("the response to " + number + " differs from the one in the session");
                    }
                }
            }
        }
    }
}
