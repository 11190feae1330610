package dev.steno.testing.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was received.
 *
 * @param head the head, including its empty line
 * @param body the body without transfer coding
 * @param trailers the lines after the last chunk, each with its line end
 */
public record HttpAnswer(String head, byte[] body, String trailers) {

    public int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Nullable
    public String field(String name) {
        List<String> all = fields(name);
        return all.isEmpty() ? null : all.get(0);
    }

    public List<String> fields(String name) {
        return Head.parse(head).values(name);
    }
}
