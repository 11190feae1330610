package dev.steno.copy;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.text.ShellWord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as a command for a POSIX shell that has curl send it again: method, target, header fields in their order and
 * body. Notes follow in lines that begin with {@code :}, which a shell ignores; comments are unknown to some interactive
 * shells. For one thread.
 */
final class CurlCommand {
    /** Header fields that curl sends unless it is told otherwise. */
    private static final List<String> UNASKED = List.of("User-Agent", "Accept");

    /** Upper bound on an argument in bytes; Linux has 128 KiB (execve(2), MAX_ARG_STRLEN). */
    private static final int LONGEST_ARGUMENT = 100_000;

    /** Targets that curl sends as they are given, if it does not expand or normalize them. */
    private static final Pattern PLAIN_TARGET = Pattern.compile("/[\\w.~:/?@!$&'()*+,;=%\\[\\]{}-]*");

    private final StringBuilder line = new StringBuilder("curl");
    private final CopiedRequest copied;
    private final HttpRequest request;

    private CurlCommand(CopiedRequest copied) {
        this.copied = copied;
        this.request = copied.request;
    }

    /**
     * Returns the command, with a line feed at its end.
     *
     * @param body the request's body as recorded; null if it is too long for a command
     * @throws UncopyableException if curl cannot be told the request's host
     */
    static String of(HttpFlow flow, byte @Nullable [] body) {
        return new CurlCommand(new CopiedRequest(flow, body, "curl")).command(body);
    }

    private String command(byte @Nullable [] body) {
        boolean sendsBody = copied.sendsBody();
        method(sendsBody);
        target();
        version();
        for (CopiedRequest.Field field : copied.fields(each -> each.value().indexOf(0) < 0)) {
            // curl removes a field without a value, and sends an empty one if its name ends with a semicolon
            line.append(" -H ")
                    .append(word(field.value().isEmpty() ? field.name() + ";" : field.name() + ": " + field.value()));
        }
        unasked(sendsBody);
        if (request.headers().contains("accept-encoding")) {
            line.append(" --compressed");
        }
        if (body == null) {
            line.append(" --data-binary @").append(copied.bodyFile());
        } else if (sendsBody) {
            body(body);
        }
        line.append('\n');
        for (String note : copied.notes) {
            line.append(": ").append(ShellWord.quoted(note)).append('\n');
        }
        return line.toString();
    }

    private void method(boolean sendsBody) {
        if (request.method().equals("HEAD") && !sendsBody) {
            line.append(" --head");
        } else if (!request.method().equals(sendsBody ? "POST" : "GET")) {
            line.append(" -X ").append(word(request.method()));
        }
    }

    private void target() {
        String origin = copied.origin();
        line.append(" --globoff");
        if (PLAIN_TARGET.matcher(request.path()).matches()) {
            line.append(" --path-as-is ").append(word(origin + request.path()));
        } else {
            line.append(" --request-target ")
                    .append(word(request.path()))
                    .append(' ')
                    .append(word(origin + "/"));
        }
    }

    private void version() {
        if (request.version().equals("HTTP/1.0")) {
            line.append(" --http1.0");
        } else if (request.version().equals("HTTP/1.1")) {
            line.append(" --http1.1");
        } else if (request.version().startsWith("HTTP/2") && request.scheme().equals("https")) {
            line.append(" --http2");
        }
    }

    private void unasked(boolean sendsBody) {
        Headers headers = request.headers();
        for (String name : UNASKED) {
            if (!headers.contains(name)) {
                line.append(" -H ").append(word(name + ":"));
            }
        }
        if (sendsBody) {
            for (String name : List.of("Content-Type", "Expect")) {
                if (!headers.contains(name)) {
                    line.append(" -H ").append(word(name + ":"));
                }
            }
        }
    }

    private void body(byte[] body) {
        if (body.length <= LONGEST_ARGUMENT && ShellBytes.isPlain(body)) {
            // --data would read a file if the text began with @
            line.append(" --data-raw ").append(ShellBytes.word(body));
        } else {
            line.insert(0, ShellBytes.printf(body) + " | ").append(" --data-binary @-");
            copied.notes.add("the body is written by printf, since it is long or not plain text");
        }
    }

    /** A header field or target as a word; its characters stand for bytes. */
    private static String word(String latin1) {
        return ShellBytes.word(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
