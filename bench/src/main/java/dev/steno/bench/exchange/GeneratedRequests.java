package dev.steno.bench.exchange;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests with all that is hard to quote: in bodies, header fields and targets. The same for the same seed. For one thread. */
final class GeneratedRequests {
    private static final String HARD = "'\"\\%$`!@#&;|<>(){}[]*?~^=+,\n\r\t ab01";
    private static final String TARGET = "abcdefghijklmnopqrstuvwxyz0123456789-._~:@!$&'()*+,;=/";
    private static final String[] NAMES = {
        "X-a", "x-b", "X-C", "Accept", "User-Agent", "Content-Type", "Cookie", "Accept-Encoding"
    };
    private static final String[] BEGINS = {"", "@", "@/etc/passwd", "-", "$(", "`", "%", "\\", "!", "\u0000", "=", "'"
    };

    private final Random random;
    private final int port;

    GeneratedRequests(long seed, int port) {
        this.random = new Random(seed);
        this.port = port;
    }

    HttpFlow next(long id) {
        byte[] body = body();
        String[] methods =
                body.length > 0 ? new String[] {"POST", "PUT", "PATCH"} : new String[] {"GET", "DELETE", "OPTIONS"};
        HttpRequest request = new HttpRequest(
                methods[random.nextInt(methods.length)],
                "http",
                "127.0.0.1",
                port,
                target(),
                "HTTP/1.1",
                headers(),
                null,
                body.length == 0 ? Body.NONE : new Body.Inline(body),
                Times.UNSET,
                Times.UNSET);
        Peer client = new Peer(
                1, new Endpoint("127.0.0.1", 1), null, null, Times.UNSET, Times.UNSET, Times.UNSET, null, null, null);
        return new HttpFlow(
                id,
                1,
                FlowState.COMPLETE,
                Times.UNSET,
                Times.UNSET,
                client,
                null,
                request,
                null,
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    private byte[] body() {
        int length = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(random.nextInt(50) == 0 ? 150_000 : 800);
        if (length == 0) {
            return new byte[0];
        }
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] any = new byte[length];
                random.nextBytes(any);
                yield any;
            }
            case 1 -> (begin() + text(HARD, length)).getBytes(StandardCharsets.UTF_8);
            case 2 ->
                (begin() + text("\u00e4\u20ac\u65e5\ufeff\u2028\u202e'x\n", length)).getBytes(StandardCharsets.UTF_8);
            default -> (text("caf\u00e9 \u00ff=&", length) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    private String begin() {
        return BEGINS[random.nextInt(BEGINS.length)];
    }

    private Headers headers() {
        List<String> fields = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(30); j > 0; j--) {
                int kind = random.nextInt(12);
                value.append(kind == 0 ? (char) (0x80 + random.nextInt(0x80)) : (char) (0x21 + random.nextInt(0x5e)));
            }
            fields.add(NAMES[random.nextInt(NAMES.length)]);
            fields.add(value.toString());
        }
        return Headers.of(fields.toArray(new String[0]));
    }

    private String target() {
        String path = "/" + text(TARGET, random.nextInt(30))
                + (random.nextBoolean() ? "?q=" + text(TARGET, random.nextInt(20)) : "");
        if (random.nextInt(4) > 0) {
            return path;
        }
        StringBuilder odd = new StringBuilder(path);
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            char c = (char) (0x21 + random.nextInt(0xde));
            odd.append(c == 0x7f ? '/' : c);
        }
        return odd.toString();
    }

    private String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
