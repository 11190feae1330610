package dev.steno.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Encoded bodies that were mutated at random: decoding ends within the limit, with the decoded bytes or with an error
 * that names the coding.
 */
class DecodersFuzzTest {
    private static final int LIMIT = 1 << 20;

    private static final Mutation MUTATION = Mutation.with(
            "\u001f\u008b\u0008\0",
            "\u001f\u008b\u0008\u001f\0\0\0\0\0\0",
            "\u0078\u009c",
            "\u0028\u00b5\u002f\u00fd",
            "\u0050\u002a\u004d\u0018\u00ff\u00ff\u00ff\u00ff",
            "\u001b\u00ff\u00ff",
            "\0\0\u00ff\u00ff",
            "\u0003");

    private static byte[] text(Random random) {
        byte[] text = new byte[random.nextInt(random.nextInt(10) == 0 ? 300_000 : 300)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (random.nextInt(20) == 0 ? random.nextInt() : 'a' + i % 7);
        }
        return text;
    }

    @Test
    void eachEndsWithBytesOrWithAnErrorThatNamesTheCoding() {
        Encodings[] encodings = Encodings.values();
        Fuzz.run("DecodersFuzzTest", 3_000, (number, random) -> {
            Encodings encoding = encodings[random.nextInt(encodings.length)];
            byte[] text = text(random);
            byte[] coded = encoding.encode(text);
            byte[] changed = MUTATION.of(coded, random);
            ContentDecoder decoder =
                    random.nextBoolean() ? ContentDecoder.strict(LIMIT) : ContentDecoder.partial(LIMIT);
            byte[] decoded;
            try (InputStream in = decoder.decode(
                    new ByteArrayInputStream(changed), List.of(encoding.coding().toLowerCase()))) {
                decoded = in.readNBytes(LIMIT + 1);
            } catch (ContentCodingException e) {
                assertThat(e.getMessage())
                        .contains(encoding.coding().toLowerCase().replace("x-", ""))
                        .doesNotContain("null", "Exception", "java.", "Index");
                assertThat(changed).as("an unchanged body").isNotEqualTo(coded);
                return;
            } catch (IOException e) {
                throw new AssertionError(
                        encoding + " of " + new String(changed, StandardCharsets.ISO_8859_1) + " fails otherwise", e);
            }
            assertThat(decoded.length).isLessThanOrEqualTo(LIMIT);
            if (Arrays.equals(changed, coded)) {
                assertThat(decoded).isEqualTo(text);
            }
        });
    }
}
