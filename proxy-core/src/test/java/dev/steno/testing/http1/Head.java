package dev.steno.testing.http1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The head of a message, byte for byte, read independently of the product's code.
 *
 * @param start the request line or the status line
 * @param fields the field lines, normalised by {@link #field}
 */
public record Head(String start, List<String> fields) {
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "te", "upgrade");

    /** Reads a head from a stream; null if the stream is at its end. */
    public static Head read(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        for (String line = line(in); line != null; line = line(in)) {
            if (line.isEmpty()) {
                return new Head(start, fields);
            }
            fields.add(field(line));
        }
        throw new EOFException("the connection ended within a head, after " + start);
    }

    /** Parses a text as a head; reads up to the empty line or the end of the text. */
    public static Head parse(String text) {
        String[] lines = text.split("\r?\n");
        return new Head(
                lines[0],
                Arrays.stream(lines)
                        .skip(1)
                        .takeWhile(line -> !line.isEmpty())
                        .map(Head::field)
                        .toList());
    }

    /** Normalises a field line: white space around the value is not part of it (RFC 9112, 5). */
    public static String field(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? line
                : line.substring(0, colon) + ": " + line.substring(colon + 1).strip();
    }

    /** Reads a line without its line end; null at the end of the stream. */
    public static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended within the line " + line);
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    public byte[] bytes() {
        StringBuilder text = new StringBuilder(start).append("\r\n");
        fields.forEach(field -> text.append(field).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The value of a field; empty if the field is absent. */
    public String value(String name) {
        List<String> all = values(name);
        return all.isEmpty() ? "" : all.get(0);
    }

    /** The values of all fields of a name, in their order. */
    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(field -> field.substring(name.length() + 1).strip())
                .toList();
    }

    /** The status code of a status line. */
    public int status() {
        return Integer.parseInt(start.substring(9, 12));
    }

    /** The target of a request line. */
    public String target() {
        return start.substring(start.indexOf(' ') + 1, start.lastIndexOf(' '));
    }

    /** This head as a proxy forwards it: without hop-by-hop fields. */
    public Head endToEnd() {
        return new Head(
                start,
                fields.stream()
                        .filter(field -> !HOP_BY_HOP.contains(name(field)))
                        .toList());
    }

    /** This head with a fixed text in place of the Date, so that two responses to the same request are equal. */
    public Head timeless() {
        return new Head(
                start,
                fields.stream()
                        .map(field -> name(field).equals("date") ? field.substring(0, 5) + " (a time)" : field)
                        .toList());
    }

    private static String name(String field) {
        return field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return start + "\n" + String.join("\n", fields);
    }
}
