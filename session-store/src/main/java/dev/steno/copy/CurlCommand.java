package dev.steno.copy;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.text.ShellWord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

    /** Header fields that belong to the connection that was, or that curl makes from the body. */
    private static final Set<String> OMITTED = Set.of("content-length", "transfer-encoding", "http2-settings");

    /** Upper bound on an argument in bytes; Linux has 128 KiB (execve(2), MAX_ARG_STRLEN). */
    private static final int LONGEST_ARGUMENT = 100_000;

    /** Targets that curl sends as they are given, if it does not expand or normalize them. */
    private static final Pattern PLAIN_TARGET = Pattern.compile("/[\\w.~:/?@!$&'()*+,;=%\\[\\]{}-]*");

    private static final Pattern HOST = Pattern.compile("[\\w.-]+|[0-9A-Fa-f:.]+(%\\w+)?");
    private static final Pattern TOKEN = Pattern.compile("[\\w!#$%&'*+.^`|~-]+");

    private final StringBuilder line = new StringBuilder("curl");
    private final List<String> notes = new ArrayList<>();
    private final HttpFlow flow;
    private final HttpRequest request;

    private CurlCommand(HttpFlow flow) {
        this.flow = flow;
        this.request = flow.request();
    }

    /**
     * Returns the command, with a line feed at its end.
     *
     * @param body the request's body as recorded; null if it is too long for a command
     * @throws UncopyableException if curl cannot be told the request's host
     */
    static String of(HttpFlow flow, byte @Nullable [] body) {
        return new CurlCommand(flow).command(body);
    }

    private String command(byte @Nullable [] body) {
        boolean sendsBody = body == null || body.length > 0;
        method(sendsBody);
        target();
        version();
        for (int i = 0; i < request.headers().size(); i++) {
            header(request.headers().name(i), request.headers().value(i));
        }
        unasked(sendsBody);
        if (request.headers().contains("accept-encoding")) {
            line.append(" --compressed");
        }
        if (body == null) {
            String file = "request-" + flow.id() + ".body";
            line.append(" --data-binary @").append(file);
            notes.add("the body of " + request.body().size() + " bytes is read from " + file + ": save it there first");
        } else if (sendsBody) {
            body(body);
        }
        if (request.body().size() < request.body().trueSize()) {
            notes.add("the record has " + request.body().size() + " of "
                    + request.body().trueSize() + " bytes of the body");
        }
        line.append('\n');
        for (String note : notes) {
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
        if (!HOST.matcher(request.host()).matches()) {
            throw new UncopyableException("curl cannot be given this host; copy the request as raw");
        }
        String authority = new Endpoint(request.host(), request.port()).authority(request.scheme());
        String origin = request.scheme() + "://" + authority;
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

    private void header(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        String authority = new Endpoint(request.host(), request.port()).authority(request.scheme());
        if (name.startsWith(":") || OMITTED.contains(lower) || lower.equals("host") && value.equals(authority)) {
            return;
        }
        if (!TOKEN.matcher(name).matches()) {
            notes.add("a header field is left out, since curl cannot be given its name");
            return;
        }
        // curl removes a field without a value, and sends an empty one if its name ends with a semicolon
        line.append(" -H ").append(word(value.isEmpty() ? name + ";" : name + ": " + value));
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
            notes.add("the body is written by printf, since it is long or not plain text");
        }
    }

    /** A header field or target as a word; its characters stand for bytes. */
    private static String word(String latin1) {
        return ShellBytes.word(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
