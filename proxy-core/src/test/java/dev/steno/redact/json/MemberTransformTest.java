package dev.steno.redact.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.steno.flow.Headers;
import dev.steno.redact.BodyRedaction;
import dev.steno.redact.BodyType;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two ways to find members: by their colons, and by reading all of the text. */
class MemberTransformTest {
    private static final RedactionKey KEY = RedactionKey.of(new byte[32], "a");
    private static final List<String> NAMES = List.of(
            "password",
            "Token",
            "pass\\u0077ord",
            "a\\\"password",
            "x\\\\\\\\",
            "\\u0070\\u0061\\u0073\\u0073\\u0077\\u006f\\u0072\\u0064",
            "id",
            "pw",
            "passwords",
            "",
            "t\u00f6ken",
            "password\\n");

    private final Random random = new Random(15);
    private final StringBuilder json = new StringBuilder();

    private void space() {
        for (int i = random.nextInt(8) == 0 ? random.nextInt(4) : 0; i > 0; i--) {
            json.append(" \n\t".charAt(random.nextInt(3)));
        }
    }

    private String string() {
        return '"' + NAMES.get(random.nextInt(NAMES.size())) + '"';
    }

    private void value(int depth) {
        space();
        int kind = random.nextInt(depth > 4 ? 4 : 7);
        switch (kind) {
            case 0, 1 -> json.append(string());
            case 2 -> json.append(random.nextInt(1_000_000)).append(random.nextBoolean() ? ".5e7" : "");
            case 3 -> json.append(random.nextInt(3) == 0 ? "null" : "\"12:30 \\\"password\\\": \\\\\"");
            case 4 -> list('[', ']', depth);
            default -> list('{', '}', depth);
        }
        space();
    }

    private void list(char open, char close, int depth) {
        json.append(open);
        for (int i = random.nextInt(4), first = i; i > 0; i--) {
            json.append(i == first ? "" : ",");
            space();
            if (open == '{') {
                json.append(string());
                space();
                json.append(':');
            }
            value(depth + 1);
        }
        json.append(close);
    }

    private static String redacted(byte[] text, int[] cuts, String... specs) throws IOException {
        BodyRedaction redaction = Redactor.of(RedactionRules.parse(List.of(specs)), KEY)
                .transform(BodyType.of(Headers.of("Content-Type", "application/json")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : text.length;
            if (to > at) {
                redaction.put(Arrays.copyOfRange(text, at, to));
                drain(redaction, out);
                at = to;
            }
        }
        redaction.end();
        drain(redaction, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void drain(BodyRedaction redaction, ByteArrayOutputStream out) throws IOException {
        for (byte[] piece = redaction.next(); piece != null; piece = redaction.next()) {
            out.writeBytes(piece);
        }
    }

    @Test
    void bothFindTheSameMembersInAnyJsonHoweverItIsCut() throws IOException {
        int redacted = 0;
        for (int i = 0; i < 4_000; i++) {
            json.setLength(0);
            if (random.nextBoolean()) {
                list('[', ']', 0);
            } else {
                list('{', '}', 0);
            }
            byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
            int[] cuts =
                    random.ints(random.nextInt(20), 0, text.length).sorted().toArray();
            String read = redacted(text, new int[0], "json:$..password", "json:$..token", "json:$.no.where");
            String found = redacted(text, cuts, "json:$..password", "json:$..token");
            assertEquals(read, found, () -> json + " cut at " + Arrays.toString(cuts));
            redacted += read.contentEquals(json) ? 0 : 1;
        }
        assertTrue(redacted > 500, "texts with secrets: " + redacted);
    }

    @Test
    void aByteIsFoundWhereverItIs() {
        byte[] data = new byte[40];
        Arrays.fill(data, (byte) 0xba); // differs from a colon in its highest bit only
        assertEquals(-1, MemberTransform.indexOf((byte) ':', data, 0));
        for (int i = 0; i < data.length; i++) {
            data[i] = ':';
            for (int from = 0; from <= data.length; from++) {
                assertEquals(from <= i ? i : -1, MemberTransform.indexOf((byte) ':', data, from));
            }
            data[i] = ';';
        }
    }
}
