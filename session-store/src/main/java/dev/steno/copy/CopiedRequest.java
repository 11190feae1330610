package dev.steno.copy;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request that code is to send again, and notes on what that code cannot send. For one thread.
 */
final class CopiedRequest {
    /** Header fields that belong to the connection that was, or that programs make from the body. */
    private static final Set<String> OMITTED = Set.of("content-length", "transfer-encoding", "http2-settings");

    private static final Pattern HOST = Pattern.compile("[\\w.-]+|[0-9A-Fa-f:.]+(%\\w+)?");
    private static final Pattern TOKEN = Pattern.compile("[\\w!#$%&'*+.^`|~-]+");

    /** A header field, a char for each byte. */
    record Field(String name, String value) {}

    final HttpFlow flow;
    final HttpRequest request;

    /** The body as recorded; null if it is too long for code, which reads {@link #bodyFile} then. */
    final byte @Nullable [] body;

    final List<String> notes = new ArrayList<>();
    private final String tool;

    /**
     * @param tool that is to send the request, in messages
     * @throws UncopyableException if no tool can be told the request's host
     */
    CopiedRequest(HttpFlow flow, byte @Nullable [] body, String tool) {
        this.flow = flow;
        this.request = flow.request();
        this.body = body;
        this.tool = tool;
        if (!HOST.matcher(request.host()).matches()) {
            throw cannot("be given this host");
        }
        if (request.body().size() < request.body().trueSize()) {
            notes.add("the record has " + request.body().size() + " of "
                    + request.body().trueSize() + " bytes of the body");
        }
        if (request.trailers() != null && !request.trailers().isEmpty()) {
            notes.add(tool + " does not send the request's trailers");
        }
        if (body == null) {
            notes.add("the body of " + request.body().size() + " bytes is read from " + bodyFile()
                    + ": save it there first");
        }
    }

    /** Returns the failure of a request that the tool cannot send. */
    UncopyableException cannot(String what) {
        return new UncopyableException(tool + " cannot " + what + "; copy the request as raw");
    }

    /** Refuses a target without a path: {@code *}, and that of a CONNECT. */
    void needPath() {
        if (!request.path().startsWith("/")) {
            throw cannot("be given this request target");
        }
    }

    boolean sendsBody() {
        return body == null || body.length > 0;
    }

    /** Returns the file that has a body that is too long for code, in the folder in which the code runs. */
    String bodyFile() {
        return "request-" + FlowNumber.print(flow.id()) + ".body";
    }

    String authority() {
        return new Endpoint(request.host(), request.port()).authority(request.scheme());
    }

    String origin() {
        return request.scheme() + "://" + authority();
    }

    boolean has(String name) {
        return request.headers().contains(name);
    }

    /**
     * Returns the header fields that are to be sent, in order: without pseudo-header fields, those of the framing, and a Host
     * that follows from the URL.
     *
     * @param sendable whether the tool can be given the field; what it cannot is noted
     */
    List<Field> fields(Predicate<Field> sendable) {
        List<Field> fields = new ArrayList<>();
        Headers headers = request.headers();
        int left = 0;
        for (int i = 0; i < headers.size(); i++) {
            Field field = new Field(headers.name(i), headers.value(i));
            String lower = field.name().toLowerCase(Locale.ROOT);
            boolean usual = lower.equals("host") && field.value().equals(authority());
            if (field.name().startsWith(":") || OMITTED.contains(lower) || usual) {
                continue;
            }
            if (!TOKEN.matcher(field.name()).matches() || !sendable.test(field)) {
                left++;
                continue;
            }
            fields.add(field);
        }
        if (left > 0) {
            notes.add(
                    left == 1
                            ? "a header field is left out, since " + tool + " cannot send it"
                            : left + " header fields are left out, since " + tool + " cannot send them");
        }
        return fields;
    }

    /** Notes that the tool joins fields of one name, if there are such fields. */
    void noteRepeats(List<Field> fields) {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> repeated = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Field field : fields) {
            if (!seen.add(field.name())) {
                repeated.add(field.name());
            }
        }
        if (!repeated.isEmpty()) {
            notes.add(tool + " joins the repeated fields to one: " + String.join(", ", repeated));
        }
    }

    /** Notes which fields the tool adds that the request does not have. */
    void noteAdded(List<String> names) {
        List<String> added = names.stream().filter(name -> !has(name)).toList();
        if (!added.isEmpty()) {
            notes.add(tool + " adds fields that were not sent: " + String.join(", ", added));
        }
    }

    /** Notes a version of HTTP that the tool does not choose by itself. */
    void noteVersion() {
        if (!request.version().equals("HTTP/1.1")) {
            notes.add(tool + " sends it by HTTP/1.1; it was sent by " + request.version());
        }
    }

    /** Returns the notes as lines of comments. */
    String comments(String begin) {
        StringBuilder lines = new StringBuilder();
        notes.forEach(note -> lines.append(begin).append(CodeText.line(note)).append('\n'));
        return lines.toString();
    }
}
