package dev.steno.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentCodingException.Reason;
import dev.steno.sqlite.ToolSession;
import dev.steno.store.SessionException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedBodiesTest {
    @TempDir
    Path folder;

    private final DecodedBodies decoded = new DecodedBodies();
    private RecordedFlows flows;

    @BeforeEach
    void open() throws Exception {
        flows = new RecordedFlows(folder);
    }

    @AfterEach
    void close() throws Exception {
        decoded.close();
        flows.close();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @Test
    void anyRangeIsTheSameAsOfTheWhole() throws Exception {
        byte[] plain = random(700_000);
        FlowBody body = flows.response(1, RecordedFlows.gzip(plain), "Content-Encoding", "gzip");
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            int from = random.nextInt(plain.length + 10);
            int length = 1 + random.nextInt(100_000);
            DecodedBodies.Range range = decoded.read(flows.reader, body, from, length);
            int start = Math.min(from, plain.length);
            int end = Math.min(plain.length, start + length);
            assertThat(range.bytes()).isEqualTo(Arrays.copyOfRange(plain, start, end));
            assertThat(range.problem()).isNull();
            assertThat(range.end()).isEqualTo(start + length > plain.length);
        }
    }

    /** The first chunk is damaged after the first range, so a decoder that begins at the start fails. */
    @Test
    void aRangeBehindAnotherOneContinuesItsDecoder() throws Exception {
        byte[] plain = random(1_200_000);
        FlowBody body = flows.response(1, RecordedFlows.gzip(plain), "Content-Encoding", "gzip");
        decoded.read(flows.reader, body, 500_000, 10);
        ToolSession.damage(
                folder.resolve("look.steno"), "UPDATE body_chunk SET checksum = 1 WHERE body = 1 AND seq = 0");
        assertThat(decoded.read(flows.reader, body, 1_000_000, 100).bytes())
                .isEqualTo(Arrays.copyOfRange(plain, 1_000_000, 1_000_100));
        assertThatThrownBy(() -> decoded.read(flows.reader, body, 10, 100)).isInstanceOf(SessionException.class);
    }

    /** Of ten bodies, the first two are not kept. */
    @Test
    void theDecodersUsedLastAreKept() throws Exception {
        byte[] plain = random(600_000);
        FlowBody[] bodies = new FlowBody[DecodedBodies.OPEN + 2];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = flows.response(i + 1, RecordedFlows.gzip(plain), "Content-Encoding", "gzip");
            decoded.read(flows.reader, bodies[i], 400_000, 1);
        }
        ToolSession.damage(folder.resolve("look.steno"), "UPDATE body_chunk SET checksum = 1 WHERE seq = 0");
        for (int i = 2; i < bodies.length; i++) {
            assertThat(decoded.read(flows.reader, bodies[i], 500_000, 1).bytes())
                    .containsExactly(plain[500_000]);
        }
        assertThatThrownBy(() -> decoded.read(flows.reader, bodies[0], 500_000, 1))
                .isInstanceOf(SessionException.class);
    }

    /** About a megabyte that decodes to more than a gibibyte. */
    @Test
    void aBombIsDecodedToTheLimitOnly() throws Exception {
        byte[] member = RecordedFlows.gzip(new byte[64 << 20]);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        for (int i = 0; i < 17; i++) {
            bomb.write(member);
        }
        FlowBody body = flows.response(1, bomb.toByteArray(), "Content-Encoding", "gzip");
        DecodedBodies.Range last = decoded.read(flows.reader, body, DecodedBodies.MOST - 3, 10);
        assertThat(last.bytes()).containsExactly(0, 0, 0);
        assertThat(last.end()).isTrue();
        assertThat(last.problem()).extracting(ContentCodingException::reason).isEqualTo(Reason.TOO_LARGE);
        assertThat(decoded.read(flows.reader, body, DecodedBodies.MOST + 5, 10).bytes())
                .isEmpty();
    }

    @Test
    void whatCannotBeDecodedIsSaid() throws Exception {
        FlowBody cut = flows.response(
                1, Arrays.copyOf(RecordedFlows.gzip(random(100_000)), 50_000), "Content-Encoding", "gzip");
        DecodedBodies.Range range = decoded.read(flows.reader, cut, 0, 100_000);
        assertThat(range.bytes().length).isBetween(1_000, 60_000);
        assertThat(range.problem()).extracting(ContentCodingException::reason).isEqualTo(Reason.CORRUPT);
        FlowBody unknown = flows.response(2, new byte[] {1}, "Content-Encoding", "rot13");
        assertThatThrownBy(() -> decoded.read(flows.reader, unknown, 0, 1))
                .isInstanceOf(ContentCodingException.class)
                .hasMessageContaining("rot13");
    }
}
