package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.fleet.testing.CuttingRelay;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.SampleFlows;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever fails, no part of the traffic and no password is in what is told, in the status, in the log, or in an exception with
 * all that is attached to it. The sessions here are shipped without redaction.
 */
class FailureTextTest {
    private static final String SECRET = "pl4nted-in-the-traffic";
    private static final String PASSWORD = "pl4nted-as-the-password";

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final Shipping shipping = new Shipping();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            said.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    private Path folder;

    private Path session;

    @BeforeEach
    void listen() {
        session = folder.resolve("work.steno");
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void listenNoMore() {
        Logger.getLogger("").removeHandler(log);
    }

    /** Flows that have the secret wherever a flow has text or bytes: one of HTTP, with a stored body, and one of messages. */
    private void recordSecrets(long from) throws IOException {
        HttpFlow flow = SampleFlows.complete(from, from);
        HttpRequest request = flow.request();
        Headers headers = Headers.builder(4)
                .add("Host", request.host())
                .add("Authorization", "Bearer " + SECRET)
                .add("Cookie", "session=" + SECRET)
                .build();
        HttpFlow planted = flow.withRequest(new HttpRequest(
                        request.method(),
                        request.scheme(),
                        request.host(),
                        request.port(),
                        "/login?token=" + SECRET,
                        request.version(),
                        headers,
                        null,
                        new Body.Inline(("password=" + SECRET).getBytes(StandardCharsets.US_ASCII)),
                        request.started(),
                        request.ended()))
                .withNotes(new Notes("red", "it is " + SECRET, Map.of("key", SECRET), Notes.Replay.NONE));
        byte[] stored = (SECRET + " ").repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        List<FlowEvent> facts = new ArrayList<>(List.of(new FlowEvent.Closed(planted)));
        facts.addAll(Arrays.asList(ShipperTest.stored(from + 1, from + 1, stored)));
        facts.add(new FlowEvent.MessageSeen(new Message(
                from + 2, 0, flow.started(), Direction.CLIENT_TO_SERVER, SECRET.getBytes(StandardCharsets.US_ASCII))));
        facts.add(new FlowEvent.Closed(new TcpFlow(
                from + 2,
                2,
                FlowState.COMPLETE,
                flow.started(),
                99,
                flow.client(),
                flow.server(),
                new Endpoint(SECRET + ".test", 9000),
                "tcp",
                10,
                20,
                1,
                0,
                null,
                Notes.NONE)));
        LostConnectionTest.record(session, facts.toArray(FlowEvent[]::new));
    }

    /** Ships, and notes what is said about it; returns whether it failed. */
    private boolean ship(String to) {
        try {
            said.add(shipping.ship(session, to).toString());
            return false;
        } catch (IOException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            said.add(trace.toString());
            return true;
        } finally {
            said.add(shipping.last().toString());
        }
    }

    private void sql(String statements) {
        server.execute(PostgresServer.name(url), statements);
    }

    private void assertNothingLeaked() {
        said.addAll(shipping.told);
        assertThat(said).isNotEmpty().noneMatch(each -> each.contains("pl4nted"));
    }

    @Test
    void flowsThatTheStoreRefuses() throws Exception {
        server.assumeOneServer("triggers");
        LostConnectionTest.record(session, ShipperTest.facts(1, 1));
        shipping.ship(session, url);
        for (String table : List.of("flow", "message", "body_chunk")) {
            sql("CREATE FUNCTION refuse_" + table + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " RAISE EXCEPTION 'refused %', NEW; END $$; CREATE TRIGGER refuse BEFORE INSERT ON steno." + table
                    + " FOR EACH ROW EXECUTE FUNCTION refuse_" + table + "()");
        }
        recordSecrets(10);
        ship(url);
        for (String table : List.of("flow", "message", "body_chunk")) {
            sql("DROP TRIGGER refuse ON steno." + table + "; ALTER TABLE steno." + table
                    + " ADD CHECK (recorder <> 1) NOT VALID");
        }
        recordSecrets(20);
        ship(url);

        assertThat(shipping.told)
                .filteredOn(each -> each.startsWith("refused "))
                .hasSize(6);
        assertThat(shipping.last().refused()).isEqualTo(6);
        assertNothingLeaked();
    }

    @Test
    void connectionsThatAreCut() throws Exception {
        try (CuttingRelay relay = new CuttingRelay(server.port())) {
            String through = url.replace(":" + server.port() + "/", ":" + relay.port() + "/");
            for (int run = 0; run < 8; run++) {
                recordSecrets(10 + run * 10L);
                relay.cutAfter(4_000 + run * 3_000L);
                ship(through);
            }
            assertThat(relay.cuts()).isPositive();
        }
        assertThat(shipping.told).anyMatch(each -> each.startsWith("away: "));
        assertNothingLeaked();
    }

    @Test
    void aRoleWithoutARightAndAStoreWithoutATable() throws Exception {
        recordSecrets(10);
        shipping.ship(session, url);
        recordSecrets(20);
        sql("ALTER TABLE steno.message RENAME TO message_away");
        assertThat(ship(url)).isTrue();
        sql("ALTER TABLE steno.message_away RENAME TO message; ALTER TABLE steno.flow RENAME pb TO pb_away");
        assertThat(ship(url)).isTrue();
        assertThat(said).anyMatch(each -> each.contains("SQLSTATE 42"));
        assertNothingLeaked();
    }

    @Test
    void aWrongPassword() throws Exception {
        sql("DO $$ BEGIN CREATE ROLE secret LOGIN SUPERUSER PASSWORD 'right-word';"
                + " EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;"
                + " ALTER ROLE secret SUPERUSER PASSWORD 'right-word'"); // another test may have made it
        recordSecrets(10);
        Path passwords = folder.resolve("passwords");
        Files.createFile(passwords, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwords, "*:*:*:secret:" + PASSWORD + "\n");
        assertThat(ship(url.replace("postgres@", "secret@") + "?passfile=" + passwords))
                .isTrue();
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(ship(url.replace("postgres@", "secret@") + "?passfile=" + passwords))
                .isTrue();
        assertThat(said).anyMatch(each -> each.contains("is ignored, since others can read it"));
        assertThat(said).anyMatch(each -> each.contains("no password was provided"));
        for (String bad : List.of(
                "postgresql://secret:" + PASSWORD + "@127.0.0.1/flows",
                "postgresql://secret@127.0.0.1/flows?password=" + PASSWORD,
                "postgresql://secret@127.0.0.1:" + PASSWORD + "/flows",
                "postgresql://secret@127.0.0.1/flows?passwd=" + PASSWORD)) {
            try {
                ship(bad);
            } catch (IllegalArgumentException e) {
                said.add(e.toString());
            }
        }
        assertThat(said)
                .filteredOn(each -> each.contains("IllegalArgumentException"))
                .hasSize(4);
        assertNothingLeaked();
    }
}
