package dev.steno.bench.exchange;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What a synthetic HTTP archive consists of. Each is a pure function of its size. */
enum HarShape {
    /** Entries of 50 KB on average, of which a third has bodies in Base64. */
    HEAVY(50_000, 0, false),
    /** Entries of 1 KB. */
    SMALL(300, 0, false),
    /** One body of 600 MB as text. */
    TEXT(0, 600_000_000, false),
    /** One body of 600 MB as Base64. */
    BASE64(0, 600_000_000, true),
    /** Entries of 50 KB, with a text of 600 MB in the middle. */
    MIXED(50_000, 600_000_000, false);

    private static final int LINE = 71;
    private final int body;
    private final long large;
    private final boolean largeIsBase64;

    HarShape(int body, long large, boolean largeIsBase64) {
        this.body = body;
        this.large = large;
        this.largeIsBase64 = largeIsBase64;
    }

    /** Writes an archive of about a size; returns the number of its entries. */
    long write(Path file, long size) throws IOException {
        byte[] text = text();
        byte[] base64 = base64();
        Random random = new Random(1);
        long entries = 0;
        long written = 0;
        boolean largeDone = large == 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            write(
                    out,
                    "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"bench\",\"version\":\"1\"},\"pages\":[],\"entries\":[");
            while (written < size || !largeDone) {
                boolean now = !largeDone && (body == 0 || written > (size - large) / 2);
                largeDone |= now;
                boolean encoded = now ? largeIsBase64 : body > 1000 && entries % 3 == 0;
                long length = now ? large : body / 2 + random.nextInt(Math.max(1, body));
                written += entry(out, entries++, length, encoded ? base64 : text, encoded);
                if (body == 0) {
                    break;
                }
            }
            write(out, "]}}");
        }
        return entries;
    }

    private static long entry(OutputStream out, long number, long length, byte[] from, boolean base64)
            throws IOException {
        String before = (number == 0 ? "" : ",")
                + "{\"_priority\":\"High\",\"_resourceType\":\"script\",\"cache\":{},\"connection\":\""
                + number % 500 + "\",\"request\":{\"method\":\"GET\",\"url\":\"https://host" + number % 97
                + ".example/path/to/"
                + number + "?q=1\",\"httpVersion\":\"http/2.0\",\"headers\":[{\"name\":\":method\",\"value\":\"GET\"},"
                + "{\"name\":\"accept\",\"value\":\"*/*\"},{\"name\":\"user-agent\",\"value\":\"Mozilla/5.0 (X11; Linux x86_64)\"}],"
                + "\"queryString\":[{\"name\":\"q\",\"value\":\"1\"}],\"cookies\":[],\"headersSize\":-1,\"bodySize\":0},"
                + "\"response\":{\"status\":200,\"statusText\":\"\",\"httpVersion\":\"http/2.0\",\"headers\":[{\"name\":\"content-type\","
                + "\"value\":\"text/html; charset=utf-8\"},{\"name\":\"server\",\"value\":\"x\"}],\"cookies\":[],\"content\":{\"size\":-1,"
                + "\"mimeType\":\"text/html\",\"text\":\"";
        String after = "\"" + (base64 ? ",\"encoding\":\"base64\"" : "")
                + "},\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1,\"_transferSize\":123,\"_error\":null},"
                + "\"serverIPAddress\":\"192.0.2.1\",\"startedDateTime\":\"2026-01-02T03:04:05.678Z\",\"time\":12.345,\"timings\":"
                + "{\"blocked\":1.5,\"dns\":-1,\"ssl\":-1,\"connect\":-1,\"send\":0.1,\"wait\":10,\"receive\":0.745}}";
        write(out, before);
        long left = length / 4 * 4;
        while (left > 0) {
            int n = (int) Math.min(left, from.length);
            // a text is not cut within an escape
            n = base64 || n == from.length ? n : n / LINE * LINE;
            if (n == 0) {
                break;
            }
            out.write(from, 0, n);
            left -= n;
        }
        write(out, after);
        return before.length() + after.length() + length;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lines of one length, with a line break, and some escapes. */
    private static byte[] text() {
        StringBuilder lines = new StringBuilder();
        Random random = new Random(2);
        while (lines.length() < LINE * 1000) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < LINE - 2; i++) {
                line.append((char) ('a' + random.nextInt(26)));
            }
            if (random.nextInt(2) == 0) {
                line.replace(10, 12, "\\\"").replace(40, 42, "\\\"");
            }
            if (random.nextInt(20) == 0) {
                line.replace(20, 26, "\\u00e9");
            }
            lines.append(line).append("\\n");
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] base64() {
        byte[] bytes = new byte[48_000];
        new Random(3).nextBytes(bytes);
        return java.util.Base64.getEncoder().encode(bytes);
    }
}
