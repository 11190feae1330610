package dev.steno.session;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names the parts of a flow's messages that an edit changed, for people. Stateless. */
final class EditSummary {
    /** Names of header fields that are listed for one message; the others are counted. */
    private static final int NAMES = 8;

    private static final int LONGEST_NAME = 60;

    private EditSummary() {}

    /** Returns the parts, such as {@code request method, header Accept; response body}. */
    static String of(HttpFlow before, HttpFlow after) {
        List<String> messages = new ArrayList<>(2);
        addMessage(messages, "request", ofRequest(before.request(), after.request()));
        HttpResponse earlier = before.response();
        HttpResponse later = after.response();
        if (earlier != null && later != null) {
            addMessage(messages, "response", ofResponse(earlier, later));
        } else if (earlier != later) {
            messages.add("response");
        }
        return messages.isEmpty() ? "notes" : String.join("; ", messages);
    }

    private static void addMessage(List<String> to, String message, List<String> parts) {
        if (!parts.isEmpty()) {
            to.add(message + " " + String.join(", ", parts));
        }
    }

    private static List<String> ofRequest(HttpRequest before, HttpRequest after) {
        List<String> parts = new ArrayList<>();
        if (!before.method().equals(after.method())) {
            parts.add("method");
        }
        if (!before.url().equals(after.url())) {
            parts.add("URL");
        }
        shared(parts, before.headers(), after.headers(), before.trailers(), after.trailers());
        addBody(parts, before.body(), after.body());
        return parts;
    }

    private static List<String> ofResponse(HttpResponse before, HttpResponse after) {
        List<String> parts = new ArrayList<>();
        if (before.status() != after.status()) {
            parts.add("status");
        }
        if (!before.reason().equals(after.reason())) {
            parts.add("reason");
        }
        shared(parts, before.headers(), after.headers(), before.trailers(), after.trailers());
        addBody(parts, before.body(), after.body());
        return parts;
    }

    private static void shared(
            List<String> parts,
            Headers before,
            Headers after,
            @Nullable Headers trailersBefore,
            @Nullable Headers trailersAfter) {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        addNames(names, before);
        addNames(names, after);
        names.removeIf(name -> name.startsWith(":") || before.all(name).equals(after.all(name)));
        names.stream().limit(NAMES).forEach(name -> parts.add("header " + shortened(name)));
        if (names.size() > NAMES) {
            parts.add(names.size() - NAMES + " more headers");
        } else if (names.isEmpty() && !lines(before).equals(lines(after))) {
            parts.add("order of headers");
        }
        if (!Objects.equals(trailersBefore, trailersAfter)) {
            parts.add("trailers");
        }
    }

    /** Without pseudo-header fields, which follow what has a part of its own. */
    private static List<String> lines(Headers headers) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.name(i).startsWith(":")) {
                lines.add(headers.name(i) + ": " + headers.value(i));
            }
        }
        return lines;
    }

    private static void addNames(TreeSet<String> names, Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            names.add(headers.name(i));
        }
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    private static void addBody(List<String> parts, Body before, Body after) {
        if (!before.equals(after)) {
            parts.add(String.format(Locale.ROOT, "body (%d to %d bytes)", before.trueSize(), after.trueSize()));
        }
    }
}
