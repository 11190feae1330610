package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.fleet.pack.FlowDictionary;
import dev.steno.fleet.pack.Unpacker;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.flow.Body;
import dev.steno.option.ByteSize;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body larger than the heap of the process that ships it. Its size is {@code -Dsteno.ship.body}, 64 MiB by default. */
class LargeBodyTest {
    private static final long SIZE =
            ByteSize.parse(System.getProperty("steno.ship.body", "64mib")).bytes();
    private static final int CHUNKS = (int) ((SIZE + Body.Stored.CHUNK - 1) / Body.Stored.CHUNK);
    private static final int AT_ONCE = 16;

    private final PostgresServer server = PostgresServer.shared();

    @TempDir
    private Path folder;

    @Test
    void aBodyLargerThanTheHeapIsShippedByteByByte() throws Exception {
        Path session = folder.resolve("work.steno");
        byte[] recorded = record(session);
        String url = server.database();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx48m",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        classPath(),
                        LargeBodyShipping.class.getName(),
                        session.toString(),
                        url)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).as(said).isTrue();
        assertThat(said).contains("sent 1, away null");
        assertThat(process.exitValue()).isZero();
        assertThat(stored(url)).isEqualTo(recorded);
    }

    private static String classPath() {
        String given = System.getProperty("surefire.test.class.path");
        return given == null ? System.getProperty("java.class.path") : given.replace('\n', File.pathSeparatorChar);
    }

    /** Returns the digest of the body. */
    private static byte[] record(Path session) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(SIZE);
        SqliteSessionStore store = SqliteSessionStore.open(session, "test");
        try {
            List<FlowEvent> facts = new ArrayList<>();
            for (int n = 0; n < CHUNKS; n++) {
                byte[] chunk = new byte[(int) Math.min(Body.Stored.CHUNK, SIZE - (long) n * Body.Stored.CHUNK)];
                random.nextBytes(chunk);
                digest.update(chunk);
                facts.add(new FlowEvent.BodyChunk(5, n, chunk));
                if (facts.size() == AT_ONCE) {
                    store.commit(WriteBatch.of(facts.toArray(FlowEvent[]::new)));
                    facts.clear();
                }
            }
            facts.add(new FlowEvent.Closed(ShipperTest.large(1, 5, SIZE)));
            store.commit(WriteBatch.of(facts.toArray(FlowEvent[]::new)));
        } finally {
            store.close();
        }
        return digest.digest();
    }

    private byte[] stored(String url) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Connection connection = server.connect(PostgresServer.name(url));
                Unpacker unpacker = new Unpacker(number -> FlowDictionary.bytes())) {
            connection.setAutoCommit(false); // so that rows are fetched a few at a time
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT seq, dict, data FROM steno.body_chunk ORDER BY seq")) {
                query.setFetchSize(AT_ONCE);
                int expected = 0;
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        assertThat(row.getInt(1)).isEqualTo(expected++);
                        digest.update(unpacker.unpack(row.getInt(2), row.getBytes(3)));
                    }
                }
                assertThat(expected).isEqualTo(CHUNKS);
            }
        }
        return digest.digest();
    }
}
