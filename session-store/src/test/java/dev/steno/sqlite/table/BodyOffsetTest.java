package dev.steno.sqlite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.ToolSession;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyOffsetTest {
    private static final int CHUNKS = 300;

    @TempDir
    Path folder;

    private final Random random = new Random(7);

    private byte[] chunk() {
        byte[] bytes = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Chunks of different sizes, as of a body that arrives slowly; the offsets are asked while the body grows. */
    @Test
    void aBodyIsReadFromAnyOffset() throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(folder.resolve("a.steno"), "test");
        byte[] whole = new byte[0];
        try (SessionReader reader = store.reader()) {
            for (int sequence = 0; sequence < CHUNKS; sequence++) {
                byte[] chunk = chunk();
                store.commit(WriteBatch.of(new FlowEvent.BodyChunk(1, sequence, chunk)));
                int before = whole.length;
                whole = Arrays.copyOf(whole, before + chunk.length);
                System.arraycopy(chunk, 0, whole, before, chunk.length);
                Body body = new Body.Stored(1, whole.length, whole.length, false);
                int offset = random.nextInt(whole.length);
                assertThat(reader.body(body, offset).readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(whole, offset, whole.length));
            }
            Body body = new Body.Stored(1, whole.length, whole.length, true);
            for (int edge : new int[] {0, 1, whole.length - 1, whole.length, whole.length + 1}) {
                assertThat(reader.body(body, edge).readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(whole, Math.min(edge, whole.length), whole.length));
            }
        } finally {
            store.close();
        }
    }

    /** The first chunk is damaged, so reading it would fail. */
    @Test
    void noByteBeforeTheOffsetIsRead() throws Exception {
        Path file = ToolSession.record(folder.resolve("b.steno"));
        ToolSession.damage(file, "UPDATE body_chunk SET checksum = 1 WHERE body = 1 AND seq = 0");
        Body body = new Body.Stored(1, ToolSession.BODY, ToolSession.BODY, true);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.body(body, Body.Stored.CHUNK + 1).readAllBytes()).isEqualTo(ToolSession.filled(9, 'y'));
            var damaged = reader.body(body, Body.Stored.CHUNK - 1);
            assertThatThrownBy(damaged::readAllBytes).isInstanceOf(SessionException.class);
        }
    }

    @Test
    void aMissingChunkIsReported() throws Exception {
        Path file = ToolSession.record(folder.resolve("c.steno"));
        ToolSession.damage(file, "DELETE FROM body_chunk WHERE body = 1 AND seq = 1");
        Body body = new Body.Stored(1, ToolSession.BODY, ToolSession.BODY, true);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            var missing = reader.body(body, Body.Stored.CHUNK + 5);
            assertThatThrownBy(missing::readAllBytes)
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("the rest is not in the session");
        }
    }

    @Test
    void aBodyWithinItsFlowHasOffsetsToo() throws Exception {
        Path file = ToolSession.record(folder.resolve("d.steno"));
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            Body inline = new Body.Inline(new byte[] {1, 2, 3});
            assertThat(reader.body(inline, 1).readAllBytes()).containsExactly(2, 3);
            assertThat(reader.body(inline, 5).readAllBytes()).isEmpty();
            assertThat(reader.body(Body.NONE, 0).readAllBytes()).isEmpty();
        }
    }
}
