package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.Head;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import dev.steno.testing.tls.TestCa;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the product under load and starts it again on the same session.
 *
 * <p>{@code -Dsteno.accept.kills=N} sets the number of kills on one session, {@code -Dsteno.accept.requests=N} the
 * number of responses before each kill.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KilledIT {
    private static final int KILLS = Integer.getInteger("steno.accept.kills", 1);
    private static final int REQUESTS = Integer.getInteger("steno.accept.requests", 5_000);
    private static final int CLIENTS = 8;

    /** Bytes that the origin sends of a body that never ends: two complete chunks and part of a third. */
    private static final int DRIPPED = 2 * Body.Stored.CHUNK + 90_000;

    @TempDir
    Path folder;

    @Test
    void aSessionWhoseRecorderWasKilledGoesOnWithAllThatWasCommitted() throws Exception {
        Path file = folder.resolve("work.steno");
        Identity identity = Identity.make(folder.resolve("origin"), "localhost");
        try (AnsweringOrigin plain = AnsweringOrigin.plain(KilledIT::answer);
                AnsweringOrigin secure = AnsweringOrigin.secure(identity.server(), KilledIT::answer)) {
            StenoProcess steno = StenoProcess.record(file, "--upstream-ca", identity.ca());
            try {
                long highest = 0;
                for (int run = 1; run <= KILLS; run++) {
                    Killed killed = loadAndKill(file, steno, run, highest, plain.port(), secure.port());
                    Map<Long, String> left = checkWhatIsLeft(file, killed);
                    steno = StenoProcess.record(file, "--upstream-ca", identity.ca());
                    highest = checkResumed(file, steno, run, killed, left);
                    checkThatNumbersGoOn(file, steno, run, highest, plain.port());
                }
                steno.stop();
                assertThat(steno.err()).contains(" 1 of them new");
            } finally {
                steno.close();
            }
            assertThat(plain.failures()).isEmpty();
            assertThat(secure.failures()).isEmpty();
        }
    }

    /**
     * The state at a kill.
     *
     * @param at the time of the kill, as {@link System#nanoTime} gives it
     * @param seen flows that another process saw committed before the kill
     */
    private record Killed(Load load, long at, Map<Long, String> seen) {}

    private static void answer(Head request, InputStream body, OutputStream out)
            throws IOException, InterruptedException {
        String path = request.target();
        if (path.endsWith("/hold")) {
            Thread.currentThread().join(); // until the test ends and interrupts the connection's thread
        } else if (path.endsWith("/drip")) {
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + 10 * DRIPPED + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(Bytes.of(1, DRIPPED));
            out.flush();
            Thread.currentThread().join();
        }
        AnsweringOrigin.ok(out, "application/octet-stream", Load.body(path));
    }

    private static Killed loadAndKill(Path file, StenoProcess steno, int run, long before, int plain, int secure)
            throws Exception {
        SSLContext trust = TestCa.trusting(steno.ca());
        Load.Connector inTheClear = () -> Client.plain(steno.port());
        Load.Connector intercepted = () -> Client.tunnel(steno.port(), "localhost", secure, trust);
        String http = "http://localhost:" + plain;
        try (steno;
                Load load = new Load();
                Client held = inTheClear.connect();
                Client dripped = intercepted.connect()) {
            for (int client = 0; client < CLIENTS; client++) {
                if (client % 2 == 0) {
                    load.with("/load/" + run + "/" + client, "localhost:" + secure, intercepted);
                } else {
                    load.with(http + "/load/" + run + "/" + client, "localhost:" + plain, inTheClear);
                }
            }
            load.start();
            held.get(http + "/" + run + "/hold", "localhost:" + plain);
            byte[] part = new byte[DRIPPED];
            dripped.get("/" + run + "/drip", "localhost:" + secure);
            dripped.body(dripped.head()).readNBytes(part, 0, part.length);
            assertThat(part).isEqualTo(Bytes.of(1, DRIPPED));

            checkThatItIsReadMeanwhile(file, load);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> load.completed() >= REQUESTS);
            Map<Long, String> seen = awaitCommitted(file, run, before);
            load.expectTheEnd();
            long killed = System.nanoTime();
            steno.kill();
            load.join();
            assertThat(load.failures()).as("failures before the kill").isEmpty();
            return new Killed(load, killed, seen);
        }
    }

    /** Other processes can read the session while it is recorded. */
    private static void checkThatItIsReadMeanwhile(Path file, Load load) throws Exception {
        Awaitility.await().until(() -> load.completed() >= 100);
        long before = load.completed();
        Program.Outcome ls = StenoProcess.call("ls", file, "--limit", "20", "--json");
        assertThat(ls.code()).as(ls.err()).isZero();
        assertThat(ls.text().lines()).as(ls.err()).hasSize(20);
        Program.Outcome select = Program.need("sqlite3")
                .call("-readonly", file, "select count(*) from flows where state = 'complete' and status = 200");
        assertThat(select.code()).as(select.err()).isZero();
        assertThat(Long.parseLong(select.text().strip())).isPositive();
        assertThat(load.completed()).as("responses during the reads").isGreaterThan(before);
    }

    /** Waits until both flows that stay open are committed; returns the flows that another process sees. */
    private static Map<Long, String> awaitCommitted(Path file, int run, long before) throws Exception {
        try (Recorded recorded = new Recorded(file)) {
            Awaitility.await()
                    .until(() -> recorded.number("select count(*) from flows where state = 'open'"
                                            + " and (path like '%/hold' or path like '%/drip') and id > " + before)
                                    == 2
                            && recorded.number(
                                            "select coalesce(sum(length(data)), 0) from body_chunk where body in (select b.id from bodies b"
                                                    + " join flow f on f.id = b.flow where f.path = '/" + run
                                                    + "/drip')")
                                    == DRIPPED);
            return recorded.ended();
        }
    }

    /** Returns the ended flows in the file as the kill left it. */
    private Map<Long, String> checkWhatIsLeft(Path file, Killed killed) throws Exception {
        try (Recorded recorded = Recorded.copyOf(file, folder)) {
            assertThat(recorded.value("pragma integrity_check")).isEqualTo("ok");
            Map<Long, String> left = recorded.ended();
            assertThat(left).containsAllEntriesOf(killed.seen());
            return left;
        }
    }

    /**
     * Compares the resumed session with the file before and with the clients' responses. Returns the highest flow
     * number.
     */
    private static long checkResumed(Path file, StenoProcess resumed, int run, Killed killed, Map<Long, String> left)
            throws Exception {
        try (Recorded recorded = new Recorded(file)) {
            long flows = recorded.number("select count(*) from flow");
            long interrupted = recorded.number("select count(*) from flows where state = 'interrupted'")
                    - left.values().stream()
                            .filter(flow -> flow.startsWith("interrupted "))
                            .count();
            assertThat(resumed.err())
                    .contains(String.format(Locale.ROOT, "resumed, %,d flows, ", flows))
                    .contains("the previous run ended abnormally: " + interrupted + " flows marked interrupted");
            assertThat(recorded.value("pragma integrity_check")).isEqualTo("ok");
            assertThat(recorded.ended()).containsAllEntriesOf(left).hasSize((int) (left.size() + interrupted));
            assertThat(recorded.number("select count(*) from flow_pb")).isEqualTo(flows);
            assertThat(recorded.rows("select id, url from flows where state = 'open'"))
                    .isEmpty();
            assertThat(recorded.rows("select min(id), url from flows group by url having count(*) > 1"))
                    .as("requests recorded twice")
                    .isEmpty();
            checkOpenOnes(file, recorded, run);
            checkBodies(file, recorded, run);
            checkOrderAndSayTheLoss(recorded, run, killed);
            return recorded.number("select max(id) from flow");
        }
    }

    private static void checkOpenOnes(Path file, Recorded recorded, int run) throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            long held = recorded.number("select id from flows where path = '/" + run + "/hold'");
            HttpFlow flow = (HttpFlow) reader.flow(held).orElseThrow();
            assertThat(flow.state()).isEqualTo(FlowState.INTERRUPTED);
            assertThat(flow.response()).isNull();

            long dripped = recorded.number("select id from flows where path = '/" + run + "/drip'");
            HttpFlow part = (HttpFlow) reader.flow(dripped).orElseThrow();
            assertThat(part.state()).isEqualTo(FlowState.INTERRUPTED);
            Body body = Objects.requireNonNull(part.response()).body();
            assertThat(reader.body(body).readAllBytes()).isEqualTo(Bytes.of(1, DRIPPED));
        }
    }

    private static void checkBodies(Path file, Recorded recorded, int run) throws Exception {
        Map<Long, String> complete = recorded.rows(
                "select id, path from flows where state = 'complete' and path like '/load/" + run + "/%'");
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            for (Map.Entry<Long, String> each : complete.entrySet()) {
                HttpFlow flow = (HttpFlow) reader.flow(each.getKey()).orElseThrow();
                Body body = Objects.requireNonNull(flow.response()).body();
                assertThat(reader.body(body).readAllBytes()).as(each.getValue()).isEqualTo(Load.body(each.getValue()));
            }
        }
    }

    /**
     * For each client, the file has its first requests without a gap. Prints the responses that the client received and
     * the file lacks.
     */
    private static void checkOrderAndSayTheLoss(Recorded recorded, int run, Killed killed) throws Exception {
        Load load = killed.load();
        long had = 0;
        long lost = 0;
        long oldest = killed.at();
        for (String prefix : load.prefixes()) {
            String path = prefix.substring(prefix.indexOf("/load/"));
            TreeSet<Integer> numbers = new TreeSet<>();
            recorded.rows("select id, path from flows where state = 'complete' and path like '" + path + "/%'")
                    .values()
                    .forEach(each -> numbers.add(Integer.parseInt(each.substring(each.lastIndexOf('/') + 1))));
            List<Integer> prefixOfThem =
                    IntStream.range(0, numbers.size()).boxed().toList();
            assertThat(numbers).as("recorded of " + path).containsExactlyElementsOf(prefixOfThem);
            assertThat(recorded.number(
                            "select count(*) from flows where state = 'interrupted' and path like '" + path + "/%'"))
                    .as("interrupted of " + path)
                    .isLessThanOrEqualTo(1);
            List<Long> answered = load.answered(prefix);
            had += answered.size();
            if (answered.size() > numbers.size()) {
                lost += answered.size() - numbers.size();
                oldest = Math.min(oldest, answered.get(numbers.size()));
            }
        }
        System.out.printf(
                "kill %d: clients had %d responses, %d of them are not in the file, the oldest of those %.1f ms old%n",
                run, had, lost, (killed.at() - oldest) / 1e6);
    }

    private static void checkThatNumbersGoOn(Path file, StenoProcess steno, int run, long highest, int plain)
            throws Exception {
        String url = "http://localhost:" + plain + "/load/after/" + run;
        try (Client client = Client.plain(steno.port())) {
            assertThat(client.get(url, "localhost:" + plain).answer()).isEqualTo(Load.body("/load/after/" + run));
        }
        try (Recorded recorded = new Recorded(file)) {
            Awaitility.await()
                    .until(() -> recorded.number("select count(*) from flows where url = '" + url + "'") == 1);
            assertThat(recorded.number("select id from flows where url = '" + url + "'"))
                    .isEqualTo(highest + 1);
        }
    }
}
