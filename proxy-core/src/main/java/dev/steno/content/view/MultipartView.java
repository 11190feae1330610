package dev.steno.content.view;

import dev.steno.content.ContentType;
import dev.steno.content.view.Span.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The parts of a multipart body (RFC 2046, 5.1; RFC 7578): name, file name, type, size and content. Stateless. */
final class MultipartView implements ContentView {
    private static final int LONGEST_BOUNDARY = 200;
    private static final int LONGEST_HEAD = 16 * 1024;

    /** Upper bound on the parts within parts. */
    private static final int DEEPEST = 4;

    private final BiConsumer<ViewContent, ViewOutput> nested;

    /** @param nested shows the content of a part by the view that suits it */
    MultipartView(BiConsumer<ViewContent, ViewOutput> nested) {
        this.nested = nested;
    }

    @Override
    public String name() {
        return "multipart";
    }

    @Override
    public String syntax() {
        return "facts";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return content.type().type().startsWith("multipart/") && boundary(content) != null;
    }

    /** The boundary that the type declares, or with which the content begins. */
    private static @Nullable String boundary(ViewContent content) {
        String declared = content.type().parameters().get("boundary");
        if (declared != null && !declared.isEmpty() && declared.length() <= LONGEST_BOUNDARY) {
            return declared;
        }
        int end = 2;
        byte[] data = content.data();
        while (end < data.length && data[end] != '\r' && data[end] != '\n' && end < LONGEST_BOUNDARY) {
            end++;
        }
        boolean marked = content.beginsWith("--") && end > 2 && end < data.length;
        return marked ? new String(data, 2, end - 2, StandardCharsets.ISO_8859_1) : null;
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        String boundary = boundary(content);
        if (boundary == null || out.nesting() > DEEPEST) {
            out.note(boundary == null ? "the boundary of the parts is unknown" : "parts within parts within parts");
            PlainView.show(content, out);
            return;
        }
        byte[] data = content.data();
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        int at = find(data, delimiter, 0);
        int number = 1;
        boolean ended = false;
        while (at >= 0 && !ended) {
            int start = at + delimiter.length;
            ended = start + 1 < data.length && data[start] == '-' && data[start + 1] == '-';
            if (ended) {
                break;
            }
            start = afterLine(data, start);
            int next = find(data, delimiter, start);
            int end = next < 0 ? data.length : withoutLineEnd(data, start, next);
            part(number++, data, start, end, next >= 0, out);
            at = next;
        }
        if (!ended && content.whole()) {
            out.note(number == 1 ? "no part begins with the boundary" : "the body ends before its last boundary");
        }
    }

    private void part(int number, byte[] data, int from, int to, boolean whole, ViewOutput out) {
        int head = headEnd(data, from, to);
        String disposition = "";
        String type = null;
        String lines = new String(data, from, head - from, StandardCharsets.UTF_8);
        for (String line : lines.split("\r?\n", -1)) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            if (name.equalsIgnoreCase("content-disposition")) {
                disposition = line.substring(colon + 1).strip();
            } else if (name.equalsIgnoreCase("content-type")) {
                type = line.substring(colon + 1).strip();
            }
        }
        byte[] body = Arrays.copyOfRange(data, head, to);
        // a disposition has the form of a media type apart from the slash
        var parameters = ContentType.parse("a/" + disposition.replaceFirst("^[^;]*", "b"))
                .parameters();
        StringBuilder title = new StringBuilder("part ").append(number);
        String name = parameters.get("name");
        if (name != null) {
            title.append(": ").append(name.replace('\n', ' '));
        }
        String file = parameters.get("filename*");
        if (file != null && file.lastIndexOf('\'') >= 0) {
            file = PercentCoding.decode(
                    file.substring(file.lastIndexOf('\'') + 1).replace("+", "%2B"));
        } else {
            file = parameters.get("filename");
        }
        out.heading(title.toString());
        out.nest();
        if (file != null) {
            out.pair("file", Kind.STRING, file.replace('\n', ' '));
        }
        if (type != null || file != null) {
            out.add(Kind.KEY, "type").add(Kind.PUNCTUATION, ": ").add(Kind.TEXT, type == null ? "none" : type);
            out.add(Kind.TEXT, String.format(", %,d bytes", body.length)).end();
        }
        out.unnest();
        nested.accept(new ViewContent(body, type, whole, null), out);
    }

    /** The index after the blank line that ends the head of a part; the start if there is none. */
    private static int headEnd(byte[] data, int from, int to) {
        int stop = Math.min(to, from + LONGEST_HEAD);
        int line = from;
        while (line < stop) {
            int next = afterLine(data, line);
            if (next > to) {
                return from;
            }
            int length = next - line;
            if (length == 1 || length == 2 && data[line] == '\r') {
                return next;
            }
            line = next;
        }
        return from;
    }

    private static int afterLine(byte[] data, int from) {
        int at = from;
        while (at < data.length && data[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, data.length);
    }

    private static int withoutLineEnd(byte[] data, int start, int end) {
        int last = end;
        if (last > start && data[last - 1] == '\n') {
            last--;
        }
        if (last > start && data[last - 1] == '\r') {
            last--;
        }
        return last;
    }

    /** The next delimiter at the start of a line; -1 if there is none. */
    private static int find(byte[] data, byte[] delimiter, int from) {
        for (int at = from; at <= data.length - delimiter.length; at++) {
            if (data[at] == '-'
                    && (at == 0 || data[at - 1] == '\n')
                    && Arrays.equals(data, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
                return at;
            }
        }
        return -1;
    }
}
