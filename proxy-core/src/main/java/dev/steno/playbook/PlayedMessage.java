package dev.steno.playbook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A message of HTTP/1.1 as one side received it. Immutable.
 *
 * @param head the start line and the fields, with a line feed after each
 * @param body the content without a transfer coding; must not be modified
 */
public record PlayedMessage(String head, byte[] body) {

    /** Returns the request line or the status line. */
    public String startLine() {
        return head.substring(0, head.indexOf('\n'));
    }

    /**
     * Returns the status.
     *
     * @throws IllegalStateException if this is a request
     */
    public int status() {
        String line = startLine();
        if (!line.startsWith("HTTP/")) {
            throw new IllegalStateException("a request has no status: " + line);
        }
        return Integer.parseInt(line.split(" ", 3)[1]);
    }

    /** Returns the first value of a field; empty if there is none. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** Returns all values of a field, in order. */
    public List<String> headers(String name) {
        String begin = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
                .map(line -> line.substring(begin.length()).strip())
                .toList();
    }

    /** Returns the body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the head, an empty line and the body as UTF-8. */
    @Override
    public String toString() {
        return head + "\n" + text();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlayedMessage message && message.head.equals(head) && Arrays.equals(message.body, body);
    }

    @Override
    public int hashCode() {
        return 31 * head.hashCode() + Arrays.hashCode(body);
    }
}
