package dev.steno.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/**
 * Randomly damaged frames and compressed messages, split into pieces: every byte is accounted for, or an error is
 * reported.
 */
class WebSocketReadersFuzzTest {
    private static final Mutation MUTATION = Mutation.with(
            "\u0081\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "\u0081\u007e\0\1",
            "\u00c1\0",
            "\0\0\u00ff\u00ff",
            "\u0003\0",
            "\1\0");

    private static final byte[] FRAMES = {
        (byte) 0x81,
        5,
        'h',
        'e',
        'l',
        'l',
        'o',
        (byte) 0x89,
        0,
        1,
        (byte) 0x82,
        1,
        2,
        3,
        4,
        9,
        9,
        (byte) 0x80,
        0,
        (byte) 0x88,
        2,
        3,
        (byte) 232
    };

    private static final byte[] COMPRESSED = {
        (byte) 0xf2, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 0x07, 0, (byte) 0xf2, 0x00, 0x11, 0, 0
    };

    @Test
    void whatIsReadIsAllThatCame() {
        Fuzz.run("WebSocketReadersFuzzTest", 5_000, (number, random) -> {
            byte[] bytes = MUTATION.of(FRAMES, random);
            Counting counting = new Counting();
            FrameReader reader = new FrameReader(counting);
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(9));
                assertThat(reader.read(bytes, at, to)).isEqualTo(to);
                at = to;
            }
            assertThat(counting.bytes).isLessThanOrEqualTo(bytes.length);
        });
    }

    @Test
    void whatIsInflatedEnds() {
        Fuzz.run("WebSocketReadersFuzzTest inflater", 5_000, (number, random) -> {
            byte[] bytes = MUTATION.of(COMPRESSED, random);
            AtomicLong out = new AtomicLong();
            try (MessageInflater inflater = new MessageInflater(random.nextBoolean())) {
                for (int messages = 0; messages < 3; messages++) {
                    inflater.inflate(bytes, 0, bytes.length, (data, from, length) -> out.addAndGet(length));
                    inflater.endMessage((data, from, length) -> out.addAndGet(length));
                }
            } catch (DataFormatException e) {
                assertThat(e.getMessage()).isNotNull();
            }
            assertThat(out.get()).isLessThanOrEqualTo(MessageInflater.LIMIT);
        });
    }

    private static final class Counting implements FrameListener {
        private long bytes;

        @Override
        public void frameBegun(Frame frame) {
            assertThat(frame).isNotNull();
        }

        @Override
        public void framePayload(byte[] data, int from, int length) {
            assertThat(length).isPositive();
            bytes += length;
        }

        @Override
        public boolean frameEnded() {
            return true;
        }

        @Override
        public void framingLost(String why) {
            assertThat(why).isNotBlank();
        }

        @Override
        public void unframedBytes(byte[] data, int from, int length) {
            bytes += length;
        }
    }
}
