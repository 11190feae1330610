package dev.steno.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Compressed messages are inflated completely, however their bytes are split. */
class MessageInflaterTest {
    private static final byte[] TEXT = text(200_000);

    @Property(tries = 300)
    void messagesAreWholeHoweverTheyCome(
            @ForAll boolean takeover,
            @ForAll @Size(max = 5) List<@IntRange(max = 100_000) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 20_000) int chunk,
            @ForAll @IntRange(min = 0, max = 9) int level)
            throws DataFormatException {
        Deflater deflater = new Deflater(level, true);
        try (MessageInflater inflater = new MessageInflater(takeover)) {
            for (int size : sizes) {
                byte[] message = Arrays.copyOfRange(TEXT, size / 2, size / 2 + size);
                assertThat(inflate(inflater, deflate(deflater, message), chunk)).isEqualTo(message);
                if (!takeover) {
                    deflater.reset();
                }
            }
        } finally {
            deflater.end();
        }
    }

    @Property(tries = 50)
    void aMessageByteByByteIsWhole(
            @ForAll @IntRange(max = 5_000) int size, @ForAll @IntRange(min = 0, max = 9) int level)
            throws DataFormatException {
        Deflater deflater = new Deflater(level, true);
        try (MessageInflater inflater = new MessageInflater(false)) {
            byte[] message = Arrays.copyOf(TEXT, size);
            assertThat(inflate(inflater, deflate(deflater, message), 1)).isEqualTo(message);
        } finally {
            deflater.end();
        }
    }

    @Test
    void aMessageThatMultipliesIsWhole() throws DataFormatException {
        Deflater deflater = new Deflater(9, true);
        byte[] message = new byte[20 << 20];
        byte[] coded = deflate(deflater, message);
        deflater.end();
        for (int chunk : new int[] {1, 100, coded.length}) {
            try (MessageInflater inflater = new MessageInflater(true)) {
                assertThat(inflate(inflater, coded, chunk).length).isEqualTo(message.length);
            }
        }
    }

    @Test
    void aBlockThatSaysItIsTheLastMayBeFollowedByOthers() throws DataFormatException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        byte[] buffer = new byte[1000];
        for (String part : List.of("one ", "two ", "three")) {
            Deflater deflater = new Deflater(6, true);
            deflater.setInput(part.getBytes(UTF_8));
            deflater.finish();
            coded.write(buffer, 0, deflater.deflate(buffer));
            deflater.end();
        }
        coded.write(0); // an empty stored block without its length, which the tail of a message supplies (RFC 7692,
        // 7.2.3.4)
        for (int chunk : new int[] {1, 2, 3, 1000}) {
            try (MessageInflater inflater = new MessageInflater(false)) {
                assertThat(inflate(inflater, coded.toByteArray(), chunk))
                        .asString(UTF_8)
                        .isEqualTo("one two three");
            }
        }
    }

    @Test
    void aMessageAboveTheLimitIsGivenUp() {
        Deflater deflater = new Deflater(9, true);
        byte[] coded = deflate(deflater, new byte[(int) MessageInflater.LIMIT + 1]);
        deflater.end();
        for (int chunk : new int[] {1, coded.length}) {
            try (MessageInflater inflater = new MessageInflater(true)) {
                assertThatThrownBy(() -> inflate(inflater, coded, chunk))
                        .isInstanceOf(DataFormatException.class)
                        .hasMessageContaining("64 MiB");
            }
        }
    }

    private static byte[] inflate(MessageInflater inflater, byte[] coded, int chunk) throws DataFormatException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < coded.length; at += chunk) {
            inflater.inflate(coded, at, Math.min(chunk, coded.length - at), out::write);
        }
        inflater.endMessage(out::write);
        return out.toByteArray();
    }

    /** Compresses as RFC 7692, 7.2.1 defines: flushed, without the last four bytes. */
    private static byte[] deflate(Deflater deflater, byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[70_000];
        deflater.setInput(message);
        int count;
        do {
            count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, count);
        } while (count == buffer.length);
        byte[] flushed = out.toByteArray();
        return flushed.length < 4 ? new byte[] {0} : Arrays.copyOf(flushed, flushed.length - 4);
    }

    private static byte[] text(int size) {
        Random random = new Random(7692);
        StringBuilder text = new StringBuilder(size + 100);
        while (text.length() < size) {
            text.append("message ").append(text.length() % 1000).append(Long.toHexString(random.nextLong()));
        }
        return text.substring(0, size).getBytes(UTF_8);
    }
}
