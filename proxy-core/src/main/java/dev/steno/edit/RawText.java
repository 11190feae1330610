package dev.steno.edit;

import static dev.steno.edit.FieldRules.invalid;

import dev.steno.edit.EditedMessage.OfRequest;
import dev.steno.edit.EditedMessage.OfResponse;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.text.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as one text that a person edits: request line with the whole URL, or status line; fields without pseudo-header
 * fields; a blank line; the decoded body. Lines end with LF; CR LF is read as well. A body that is not text, or not at
 * hand, is a line in brackets that says so. Trailers are not part of the text. Stateless.
 */
public final class RawText {
    /** Upper bound on a body that is part of the text, without its codings, in bytes; a larger one is a line in brackets. */
    public static final int LARGEST = 5 << 20;

    private static final String HEAD_ONLY = "[the body is not part of this text; leave this line to keep it]";

    private RawText() {}

    /**
     * Prints a message.
     *
     * @throws dev.steno.addon.FlowActionException if the flow has no such message
     */
    public static String print(HttpFlow flow, MessagePart part) {
        return print(EditedMessage.of(flow, part));
    }

    /** Prints a message without its body: lines, the last of which is blank. */
    public static String head(HttpFlow flow, MessagePart part) {
        return head(EditedMessage.of(flow, part)).toString();
    }

    private static String print(EditedMessage message) {
        return head(message).append(body(message)).toString();
    }

    private static StringBuilder head(EditedMessage message) {
        StringBuilder out = new StringBuilder(1024);
        out.append(firstLine(message)).append('\n');
        Headers headers = message.headers();
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.name(i).startsWith(":")) {
                out.append(line(headers, i)).append('\n');
            }
        }
        return out.append('\n');
    }

    private static String firstLine(EditedMessage message) {
        if (message instanceof OfRequest of) {
            HttpRequest request = of.request();
            return request.method() + " " + request.url() + " " + request.version();
        }
        HttpResponse response = ((OfResponse) message).response();
        String line = response.version() + " " + response.status();
        return response.reason().isEmpty() ? line : line + " " + response.reason();
    }

    private static String line(Headers headers, int index) {
        return headers.name(index) + ": " + headers.value(index);
    }

    private static String body(EditedMessage message) {
        if (message.body() instanceof Body.None && message.hasEnded()) {
            return "";
        }
        if (!message.hasEnded()) {
            return HEAD_ONLY;
        }
        if (!DecodedBody.isAtHand(message.body())) {
            return message.body().size() > LARGEST ? tooLarge(message) : HEAD_ONLY;
        }
        DecodedBody decoded = DecodedBody.of(message);
        if (decoded.isTooLarge()) {
            return tooLarge(message);
        }
        String text = decoded.text();
        return text != null && !text.startsWith("[the body ")
                ? text
                : "[the body of " + message.body().size() + " bytes is not text; leave this line to keep it]";
    }

    private static String tooLarge(EditedMessage message) {
        return "[the body of " + message.body().size() + " bytes is larger than the " + (LARGEST >> 20)
                + " MiB that are edited as text; leave this line to keep it, or replace it by a file: --body-file FILE]";
    }

    /**
     * Reads an edited text as the changes that it makes.
     *
     * @throws dev.steno.addon.FlowActionException if it is no such text
     */
    static List<EditOp> read(String text, EditedMessage message) {
        List<EditOp> changes = new ArrayList<>();
        int end = text.indexOf('\n');
        String first = stripped(end < 0 ? text : text.substring(0, end));
        Map<String, Integer> known = new HashMap<>();
        Headers before = message.headers();
        for (int i = before.size() - 1; i >= 0; i--) {
            known.put(line(before, i), i);
        }
        Headers.Builder fields = Headers.builder(before.size());
        int at = end < 0 ? text.length() : end + 1;
        while (at < text.length()) {
            int next = text.indexOf('\n', at);
            String line = text.substring(at, next < 0 ? text.length() : next);
            at = next < 0 ? text.length() : next + 1;
            if (stripped(line).isEmpty()) {
                break;
            }
            field(fields, line, known, before);
        }
        Headers after = fields.build();
        if (message instanceof OfRequest of) {
            readRequestLine(first, of.request(), after, changes);
        } else {
            readStatusLine(first, ((OfResponse) message).response(), after, changes);
        }
        String rest = text.substring(at);
        String shown = body(message);
        if (!rest.equals(shown) && !rest.equals(shown + "\n") && !rest.equals(shown + "\r\n")) {
            changes.add(new EditOp.NewBody(rest, null, false));
        }
        return changes;
    }

    /** A line that was printed is the field that it shows, however odd. */
    private static void field(Headers.Builder fields, String line, Map<String, Integer> known, Headers before) {
        Integer index = known.containsKey(line) ? known.get(line) : known.get(stripped(line));
        if (index != null) {
            fields.add(before.name(index), before.value(index));
            return;
        }
        String text = stripped(line);
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw invalid("\"" + Printable.line(text) + "\" is not a field: it must be NAME: VALUE");
        }
        fields.add(text.substring(0, colon), text.substring(colon + 1));
    }

    private static void readRequestLine(String line, HttpRequest request, Headers after, List<EditOp> changes) {
        int start = line.indexOf(' ');
        int end = line.lastIndexOf(' ');
        boolean versioned = end > start && line.startsWith("HTTP/", end + 1);
        if (start <= 0) {
            throw invalid("the first line must be METHOD URL VERSION, not \"" + Printable.line(line) + "\"");
        }
        if (versioned) {
            checkVersion(line.substring(end + 1), request.version());
        }
        String method = line.substring(0, start);
        String url = line.substring(start + 1, versioned ? end : line.length());
        if (!method.equals(request.method())) {
            changes.add(new EditOp.Method(method));
        }
        changes.add(new EditOp.HeaderFields(after));
        if (!url.equals(request.url())) {
            boolean ownHost = !after.all("Host").equals(request.headers().all("Host"));
            changes.add(new EditOp.Url(url, ownHost));
        }
    }

    private static void readStatusLine(String line, HttpResponse response, Headers after, List<EditOp> changes) {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[1].matches("[0-9]{3}")) {
            throw invalid("the first line must be VERSION STATUS REASON, not \"" + Printable.line(line) + "\"");
        }
        checkVersion(parts[0], response.version());
        int status = Integer.parseInt(parts[1]);
        String reason = parts.length < 3 ? "" : parts[2];
        if (status != response.status()) {
            changes.add(new EditOp.Status(status));
        }
        if (!reason.equals(response.reason())) {
            changes.add(new EditOp.Reason(reason));
        }
        changes.add(new EditOp.HeaderFields(after));
    }

    private static void checkVersion(String given, String version) {
        if (!given.equals(version) && !(given + ".0").equals(version)) {
            throw invalid("the version is " + version + " and cannot be changed to " + Printable.line(given));
        }
    }

    private static String stripped(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
