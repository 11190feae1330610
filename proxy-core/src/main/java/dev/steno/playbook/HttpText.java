package dev.steno.playbook;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Messages of HTTP/1.1 from and to the short texts of tests. Stateless; reading blocks. */
final class HttpText {
    private HttpText() {}

    /**
     * Completes a message: lines end with CRLF, and a body has a length.
     *
     * @param text the fields after the first line, an empty line and the body, each with line feeds
     * @param more fields that are added if the text lacks them
     */
    static byte[] message(String firstLine, String text, String... more) {
        int end = text.startsWith("\n") ? 0 : text.indexOf("\n\n");
        String fields = end < 0 ? text.stripTrailing() : text.substring(0, end).stripTrailing();
        String body = end < 0 ? "" : text.substring(end == 0 ? 1 : end + 2);
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(firstLine).append("\r\n");
        for (String field : more) {
            if (!has(fields, field.substring(0, field.indexOf(':')))) {
                head.append(field).append("\r\n");
            }
        }
        fields.lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> head.append(line).append("\r\n"));
        boolean framed = has(fields, "Content-Length") || has(fields, "Transfer-Encoding");
        boolean response = firstLine.startsWith("HTTP/") && !firstLine.matches("HTTP/1.1 (1..|204|304).*");
        if (!framed && (content.length > 0 || response)) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        return join(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), content);
    }

    private static boolean has(String fields, String name) {
        String begin = name.toLowerCase(Locale.ROOT) + ":";
        return fields.lines().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(begin));
    }

    private static byte[] join(byte[] head, byte[] body) {
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    /**
     * Reads a message; interim responses are skipped.
     *
     * @param toHead whether it is the response to HEAD, which has no body
     * @return null if the connection ends before a byte of the message
     */
    static @Nullable PlayedMessage read(InputStream in, boolean toHead) throws IOException {
        while (true) {
            String head = readHead(in);
            if (head == null) {
                return null;
            }
            PlayedMessage message = new PlayedMessage(head, new byte[0]);
            boolean response = head.startsWith("HTTP/");
            int status = response ? message.status() : 0;
            if (response && status < 200 && status != 101) {
                continue;
            }
            boolean bodiless = toHead || status == 101 || status == 204 || status == 304;
            return bodiless ? message : new PlayedMessage(head, body(in, message, response));
        }
    }

    private static byte[] body(InputStream in, PlayedMessage message, boolean response) throws IOException {
        if (message.header("Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            return chunks(in);
        }
        String length = message.header("Content-Length").orElse("");
        if (!length.isEmpty()) {
            return in.readNBytes(Integer.parseInt(length));
        }
        return response ? in.readAllBytes() : new byte[0];
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            String line = readLine(in);
            int size = Integer.parseInt(line == null ? "0" : line.split(";", 2)[0].strip(), 16);
            if (line == null || size == 0) {
                String trailer = line;
                while (trailer != null && !trailer.isEmpty()) {
                    trailer = readLine(in);
                }
                return all.toByteArray();
            }
            all.write(in.readNBytes(size));
            readLine(in);
        }
    }

    private static @Nullable String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (true) {
            String line = readLine(in);
            if (line == null) {
                if (head.isEmpty()) {
                    return null;
                }
                throw new EOFException("the connection ended within a head: " + head);
            }
            if (line.isEmpty()) {
                return head.toString();
            }
            head.append(line).append('\n');
        }
    }

    /** Reads a line without its end; null at the end of the connection. */
    private static @Nullable String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = in.read()) >= 0) {
            if (c == '\n') {
                return line.toString().replace("\r", "");
            }
            line.append((char) c);
        }
        return line.isEmpty() ? null : line.toString();
    }
}
