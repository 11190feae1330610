package dev.steno.interop.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.interop.JsonTree;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random JSON: what is valid is read as Jackson reads it, whatever pieces it arrives in; what is not ends with its byte named. */
class JsonScannerFuzzTest {
    private static final Mutation MUTATION = Mutation.with(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "\\ud83d",
            "/*",
            "//",
            "NaN",
            "-Infinity",
            "null",
            "1e999",
            "'",
            "\u00ef\u00bb\u00bf",
            "\u00ff\u00fe",
            "\u0000",
            "\u00e9",
            "cb(",
            ")");

    @Test
    void validJsonIsReadAsJacksonReadsIt() {
        Fuzz.run("JsonScannerFuzzTest, valid", 600, (number, random) -> {
            byte[] json = RandomJson.document(random).getBytes(StandardCharsets.UTF_8);
            JsonScanner scanner = new JsonScanner(new Dribble(json, random));
            assertThat(scanner.nextDocument()).isTrue();
            assertThat(JsonValues.read(scanner)).isEqualTo(JsonTree.parse(json));
            assertThat(scanner.nextDocument()).isFalse();
            assertThat(scanner.offset()).isEqualTo(json.length);
        });
    }

    @Test
    void aCompactedValueIsTheSameValue() {
        Fuzz.run("JsonScannerFuzzTest, compact", 300, (number, random) -> {
            byte[] json = RandomJson.document(random).getBytes(StandardCharsets.UTF_8);
            JsonScanner scanner = new JsonScanner(new Dribble(json, random));
            scanner.nextDocument();
            String compact = scanner.compact(1 << 20);
            assertThat(compact).isNotNull();
            assertThat(JsonTree.parse(String.valueOf(compact).getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(JsonTree.parse(json));
        });
    }

    @Test
    void aValueThatIsPassedOverLeavesTheScannerBehindIt() {
        Fuzz.run("JsonScannerFuzzTest, skip", 300, (number, random) -> {
            String first = RandomJson.document(random);
            byte[] json = ("[" + first + ", \"behind\"]").getBytes(StandardCharsets.UTF_8);
            JsonScanner scanner = new JsonScanner(new Dribble(json, random));
            scanner.nextDocument();
            scanner.enterArray();
            scanner.nextItem();
            if (random.nextBoolean()) {
                scanner.skip();
            } else {
                scanner.compact(random.nextInt(40));
            }
            assertThat(scanner.nextItem()).isTrue();
            assertThat(scanner.text()).isEqualTo("behind");
            assertThat(scanner.nextItem()).isFalse();
        });
    }

    @Test
    void brokenJsonEndsOrIsRead() {
        Fuzz.run("JsonScannerFuzzTest, broken", 2_000, (number, random) -> {
            byte[] sound = ("[" + RandomJson.document(random) + "," + RandomJson.document(random) + "]")
                    .getBytes(StandardCharsets.UTF_8);
            byte[] json = MUTATION.of(sound, random);
            JsonScanner scanner = new JsonScanner(new ByteArrayInputStream(json));
            scanner.setBudget(1 << 20);
            try {
                while (scanner.nextDocument()) {
                    readItems(scanner);
                }
            } catch (JsonSyntaxException e) {
                assertThat(e.offset()).isBetween(0L, 2L * json.length + 16);
            }
        });
    }

    private static void readItems(JsonScanner scanner) throws IOException {
        if (!scanner.enterArray()) {
            return;
        }
        int depth = scanner.depth();
        while (scanner.nextItem()) {
            try {
                JsonValues.read(scanner);
            } catch (JsonEndException e) {
                throw e;
            } catch (JsonSyntaxException e) {
                scanner.recover(depth);
                assertThat(scanner.depth()).isEqualTo(depth);
            }
        }
    }

    /** Gives few bytes at a time. */
    private static final class Dribble extends InputStream {
        private final ByteArrayInputStream in;
        private final Random random;

        Dribble(byte[] bytes, Random random) {
            this.in = new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length));
            this.random = random;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            return in.read(to, offset, Math.min(length, 1 + random.nextInt(9)));
        }
    }
}
