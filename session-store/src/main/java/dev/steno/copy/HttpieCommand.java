package dev.steno.copy;

import dev.steno.flow.HttpFlow;
import dev.steno.text.ShellWord;
import dev.steno.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as a command for a POSIX shell that has HTTPie 3 send it again. Notes follow as in {@link CurlCommand}. For one
 * thread.
 */
final class HttpieCommand {
    /** Methods that HTTPie does not take for a URL, or change. */
    private static final Pattern METHOD = Pattern.compile("[A-Z]+");

    /** Targets that HTTPie and the layers below it keep: they decode escapes in queries that need none, and escape the rest. */
    private static final Pattern KEPT = Pattern.compile("/(?!/)([\\w.~:/@!$&'()*+,;=-]|%[0-9A-F]{2})*"
            + "(\\?([\\w.~:/?@!$&'()*+,;=-]|%(?!2D|2E|5F|7E|3\\d|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])[0-9A-F]{2})+)?");

    /** A semicolon that HTTPie drops. */
    private static final Pattern EMPTY_PARAMETER = Pattern.compile("^[^?]*;(\\?|$)");

    private static final List<String> UNASKED = List.of("User-Agent", "Accept-Encoding", "Accept", "Connection");

    /** A backslash before one of these is an escape. */
    private static final Pattern ESCAPING = Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\[:;=@]");

    private final CopiedRequest copied;
    private final StringBuilder line = new StringBuilder("http");

    private HttpieCommand(CopiedRequest copied) {
        this.copied = copied;
    }

    /**
     * Returns the command, with a line feed at its end.
     *
     * @throws UncopyableException if HTTPie cannot send the request
     */
    static String of(HttpFlow flow, byte @Nullable [] body) {
        return new HttpieCommand(new CopiedRequest(flow, body, "HTTPie")).command();
    }

    private String command() {
        copied.needPath();
        if (copied.request.path().startsWith("//")) {
            throw copied.cannot("be given a path that begins with two slashes"); // it takes some for a host
        }
        String method = copied.request.method();
        if (!METHOD.matcher(method).matches()) {
            throw copied.cannot("send this method");
        }
        byte[] body = copied.body;
        boolean piped = body == null || body.length > 0;
        line.append(piped ? "" : " --ignore-stdin").append(" --path-as-is");
        if (!copied.has("authorization")) {
            line.append(" --ignore-netrc");
        }
        line.append(' ').append(method).append(' ').append(word(copied.origin() + copied.request.path()));
        if (!KEPT.matcher(copied.request.path()).matches()
                || EMPTY_PARAMETER.matcher(copied.request.path()).find()) {
            copied.notes.add("HTTPie may send the request target escaped otherwise");
        }
        List<CopiedRequest.Field> fields = copied.fields(HttpieCommand::isSendable);
        fields.forEach(this::field);
        for (String name : UNASKED) {
            if (!copied.has(name)) {
                line.append(' ').append(ShellWord.quoted(name + ":"));
            }
        }
        if (piped && !copied.has("content-type")) {
            line.append(' ').append(ShellWord.quoted("Content-Type:"));
        }
        copied.noteAdded(List.of("User-Agent", "Accept-Encoding"));
        copied.noteVersion();
        noteOrder(fields);
        body(body);
        line.append('\n');
        copied.notes.forEach(
                note -> line.append(": ").append(ShellWord.quoted(note)).append('\n'));
        return line.toString();
    }

    private static boolean isSendable(CopiedRequest.Field field) {
        String value = field.value();
        boolean control = value.chars().anyMatch(c -> c == 0 || c == '\n' || c == '\r');
        return !control
                && !field.name().startsWith("-")
                && !ESCAPING.matcher(value).find()
                && Utf8.text(value.getBytes(StandardCharsets.ISO_8859_1)) != null;
    }

    private void field(CopiedRequest.Field field) {
        // a blank keeps a value that begins with = or @ from being read as a separator, and is not sent
        line.append(' ')
                .append(word(field.value().isEmpty() ? field.name() + ";" : field.name() + ": " + field.value()));
    }

    /** HTTPie begins with the fields that it sends by default, and sends repeats together. */
    private void noteOrder(List<CopiedRequest.Field> fields) {
        List<String> names = fields.stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .toList();
        List<String> order = new ArrayList<>();
        for (String name : UNASKED) {
            order.add(name.toLowerCase(Locale.ROOT));
        }
        if (copied.sendsBody()) {
            order.add("content-type");
        }
        order.retainAll(names);
        names.stream().distinct().filter(name -> !order.contains(name)).toList().forEach(order::add);
        if (!order.equals(names)) {
            copied.notes.add("HTTPie sends the fields in another order");
        }
    }

    private void body(byte @Nullable [] body) {
        if (body == null) {
            line.append(" < ").append(copied.bodyFile());
        } else if (body.length > 0) {
            line.insert(0, ShellBytes.printf(body) + " | ");
        }
    }

    private static String word(String latin1) {
        return ShellBytes.word(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
