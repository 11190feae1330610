package dev.steno.mock.key;

import dev.steno.content.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the parts of a multipart body (RFC 2046, 5.1; RFC 7578). Stateless. */
final class MultipartBody {
    private MultipartBody() {}

    /**
     * A part.
     *
     * @param name of the form's field; empty if it has none
     * @param head its header fields, in their order, with names in lower case
     * @param from where its content begins in the body
     * @param to where its content ends
     */
    record Part(String name, String head, int from, int to) {}

    /** Returns the parts; none if the body is not what its type says. */
    static List<Part> parts(byte[] body, String boundary) {
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        List<Part> parts = new ArrayList<>();
        int at = find(body, delimiter, 0);
        while (at >= 0) {
            int start = at + delimiter.length;
            if (start + 1 < body.length && body[start] == '-' && body[start + 1] == '-') {
                return parts;
            }
            start = afterLine(body, start);
            int next = find(body, delimiter, start);
            int end = next < 0 ? body.length : withoutLineEnd(body, start, next);
            parts.add(part(body, start, end));
            at = next;
        }
        return List.of(); // the last boundary is missing
    }

    private static Part part(byte[] body, int from, int to) {
        StringBuilder head = new StringBuilder();
        String name = "";
        int line = from;
        while (line < to) {
            int next = Math.min(afterLine(body, line), to);
            String text = new String(body, line, next - line, StandardCharsets.UTF_8).strip();
            line = next;
            if (text.isEmpty()) {
                break;
            }
            int colon = text.indexOf(':');
            String field = colon < 0 ? text : text.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = colon < 0 ? "" : text.substring(colon + 1).strip();
            head.append(field).append(": ").append(value).append('\n');
            if (field.equals("content-disposition")) {
                // a disposition has the form of a media type apart from the slash
                name = ContentType.parse("a/" + value).parameters().getOrDefault("name", "");
            }
        }
        return new Part(name, head.toString(), line, to);
    }

    private static int afterLine(byte[] body, int from) {
        int at = from;
        while (at < body.length && body[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, body.length);
    }

    private static int withoutLineEnd(byte[] body, int start, int end) {
        int last = end > start && body[end - 1] == '\n' ? end - 1 : end;
        return last > start && body[last - 1] == '\r' ? last - 1 : last;
    }

    /** Returns where the next delimiter begins a line; -1 if there is none. */
    private static int find(byte[] body, byte[] delimiter, int from) {
        for (int at = from; at <= body.length - delimiter.length; at++) {
            if ((at == 0 || body[at - 1] == '\n') && startsWith(body, delimiter, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] body, byte[] delimiter, int at) {
        for (int i = 0; i < delimiter.length; i++) {
            if (body[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }
}
