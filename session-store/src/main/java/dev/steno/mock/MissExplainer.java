package dev.steno.mock;

import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.mock.answer.RecordedAnswer;
import dev.steno.mock.index.Recordings;
import dev.steno.mock.key.AskedRequest;
import dev.steno.mock.key.MatchRules;
import dev.steno.mock.key.RequestParts;
import dev.steno.store.FlowRow;
import dev.steno.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Explains why no recorded response answers a request: the closest recorded requests, and the first difference of each. Reads
 * some flows near the request, not the whole session. Threads that may block.
 */
final class MissExplainer {
    /** How many recorded requests are named. */
    private static final int NAMED = 3;

    /** How many recorded requests are compared part by part. */
    private static final int COMPARED = 24;

    private final Recordings recordings;
    private final MatchRules rules;

    MissExplainer(Recordings recordings, MatchRules rules) {
        this.recordings = recordings;
        this.rules = rules;
    }

    /**
     * A recorded request that is like the one without a response.
     *
     * @param name of its flow
     * @param request method and URL
     * @param difference the first one
     */
    public record Near(String name, String request, String difference) {}

    /** Where a recorded request went. */
    private record Target(String method, String scheme, String host, int port, String path, String url) {}

    private record Candidate(
            long ref, Target target, int distance, @Nullable String place) {}

    private record Compared(Candidate candidate, int distance, String difference) {}

    /**
     * Returns the closest recorded requests, the closest one first; none if nothing is like the request.
     *
     * @param asked the parts of the request; null if its content is unknown
     */
    List<Near> near(HttpRequest request, @Nullable RequestParts asked) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        for (Recordings.Row row : recordings.rows(recordings.near(request))) {
            candidates.add(candidate(row, request));
        }
        candidates.sort(Comparator.comparingInt(Candidate::distance));
        List<Compared> compared = new ArrayList<>();
        for (Candidate each : candidates.subList(0, Math.min(COMPARED, candidates.size()))) {
            compared.add(compared(each, request, asked));
        }
        compared.sort(Comparator.comparingInt(Compared::distance));
        List<Near> near = new ArrayList<>();
        for (Compared each : compared) {
            Target target = each.candidate.target;
            String shown = Printable.line(target.method + " " + target.url);
            boolean told = near.stream()
                    .anyMatch(other -> other.request.equals(shown) && other.difference.equals(each.difference));
            if (!told && near.size() < NAMED) {
                near.add(new Near(recordings.name(each.candidate.ref), shown, each.difference));
            }
        }
        return near;
    }

    private Candidate candidate(Recordings.Row recorded, HttpRequest asked) throws IOException {
        Target row = target(recorded);
        int distance = 0;
        String first = null;
        if (!asked.method().equals(row.method)) {
            distance += 15;
            first = difference("method", row.method, asked.method());
        }
        if (!asked.scheme().equals(row.scheme)) {
            distance += 10;
            first = first == null ? difference("scheme", row.scheme, asked.scheme()) : first;
        }
        if (rules.host() && !asked.host().equalsIgnoreCase(row.host)) {
            distance += 60;
            first = first == null ? difference("host", row.host, asked.host()) : first;
        }
        if (rules.port() && asked.port() != row.port) {
            distance += 10;
            first = first == null
                    ? difference("port", Integer.toString(row.port), Integer.toString(asked.port()))
                    : first;
        }
        String[] mine = path(row.path);
        String[] its = path(asked.path());
        for (int i = 1; i < Math.max(mine.length, its.length); i++) {
            String one = i < mine.length ? mine[i] : null;
            String other = i < its.length ? its[i] : null;
            if (one == null || !one.equals(other)) {
                distance += 20;
                first = first == null ? segment(i, one, other) : first;
            }
        }
        return new Candidate(recorded.ref(), row, distance, first);
    }

    /** What the client asked for; rules may have changed it. */
    private Target target(Recordings.Row recorded) throws IOException {
        FlowRow row = recorded.row();
        HttpFlow flow = recordings.isRewritten(recorded.ref())
                ? recordings.flow(recorded.ref()).orElse(null)
                : null;
        if (flow != null) {
            HttpRequest asked = AskedRequest.of(flow);
            return new Target(asked.method(), asked.scheme(), asked.host(), asked.port(), asked.path(), asked.url());
        }
        return new Target(
                Objects.requireNonNullElse(row.method(), ""),
                row.scheme(),
                row.host(),
                row.port(),
                Objects.requireNonNullElse(row.path(), ""),
                row.url());
    }

    private static String segment(int number, @Nullable String recorded, @Nullable String asked) {
        String where = "path segment " + number;
        if (recorded == null) {
            return where + ": asked \"" + asked + "\", not recorded";
        }
        return asked == null
                ? where + ": recorded \"" + recorded + "\", not asked"
                : difference(where, recorded, asked);
    }

    private static String difference(String where, String recorded, String asked) {
        return where + ": recorded \"" + recorded + "\", asked \"" + asked + "\"";
    }

    private static String[] path(String target) {
        int question = target.indexOf('?');
        return (question < 0 ? target : target.substring(0, question)).split("/", -1);
    }

    private Compared compared(Candidate candidate, HttpRequest request, @Nullable RequestParts asked)
            throws IOException {
        long ref = candidate.ref;
        HttpFlow flow = recordings.flow(ref).orElse(null);
        String first = candidate.place;
        int distance = candidate.distance;
        if (flow != null && asked != null) {
            RequestParts recorded = RequestBodies.parts(AskedRequest.of(flow), rules, recordings.session(ref)::body);
            distance += Math.min(9, RequestParts.differences(recorded, asked));
            RequestParts.Difference difference = RequestParts.first(recorded, asked);
            first = first == null && difference != null ? difference.toString() : first;
        }
        if (first == null) {
            first = asked == null ? "its content is unknown" : usable(flow, request);
        }
        return new Compared(candidate, distance, Printable.line(first));
    }

    private static String usable(@Nullable HttpFlow flow, HttpRequest request) {
        if (flow == null) {
            return "it was removed from the session";
        }
        return flow.response() != null && !RecordedAnswer.suits(flow, request)
                ? "equal, but its response is a " + flow.response().status() + " to other conditions or another part"
                : "equal, and used";
    }

    /** Returns the explanation as a text of several lines. */
    static String text(String why, List<Near> near) {
        StringBuilder text = new StringBuilder("Steno mock: ").append(why).append('\n');
        if (!near.isEmpty()) {
            text.append("\nThe closest recorded requests:\n");
        }
        for (Near each : near) {
            text.append(String.format(Locale.ROOT, "  %s  %s%n", each.name(), each.request())
                    .replace("\r\n", "\n"));
            text.append("    ").append(each.difference()).append('\n');
        }
        return text.toString();
    }

    /** Returns the explanation as one line for a flow's notes. */
    static String line(String why, List<Near> near) {
        StringBuilder line = new StringBuilder(why);
        for (Near each : near) {
            line.append("; ").append(each.name()).append(": ").append(each.difference());
        }
        return line.length() > 2000 ? line.substring(0, 2000) + "\u2026" : line.toString();
    }
}
