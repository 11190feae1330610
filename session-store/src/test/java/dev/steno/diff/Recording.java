package dev.steno.diff;

import dev.steno.addon.FlowEvent;
import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.IgnoreRule;
import dev.steno.compare.Ignored;
import dev.steno.compare.UsualNoise;
import dev.steno.filter.Filter;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.WebSocket;
import dev.steno.session.Flows;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A session in a file, to which exchanges are recorded one after the other. */
final class Recording {
    final Path file;
    private final List<Exchange> exchanges = new ArrayList<>();

    Recording(Path folder, String name) {
        this.file = folder.resolve(name);
    }

    /** One exchange; unchanged except by its own methods. */
    static final class Exchange {
        String method = "GET";
        String url = "/";
        String host = "example.test";
        String version = "HTTP/1.1";
        int status = 200;
        String[] requestFields = {"Host", "example.test"};
        String[] fields = {"Content-Type", "text/plain"};
        String[] trailers = {};
        byte[] body = {};
        byte[] requestBody = {};
        long duration = 12_000_000;
        Notes notes = Notes.NONE;
        List<Message> messages = List.of();

        Exchange host(String next) {
            host = next;
            return this;
        }

        Exchange status(int next) {
            status = next;
            return this;
        }

        Exchange fields(String... next) {
            fields = next;
            return this;
        }

        Exchange body(String type, String text) {
            return bytes(type, text.getBytes(StandardCharsets.UTF_8));
        }

        Exchange bytes(String type, byte[] bytes) {
            fields = new String[] {"Content-Type", type};
            body = bytes;
            return this;
        }

        Exchange json(String text) {
            return body("application/json", text);
        }
    }

    Exchange get(String url) {
        Exchange exchange = new Exchange();
        exchange.url = url;
        exchanges.add(exchange);
        return exchange;
    }

    Recording add(Exchange exchange) {
        exchanges.add(exchange);
        return this;
    }

    private void write() throws SessionException {
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        try {
            long bodies = 0;
            for (int i = 0; i < exchanges.size(); i++) {
                Exchange each = exchanges.get(i);
                long id = i + 1L;
                List<FlowEvent> facts = new ArrayList<>();
                Body body = stored(each.body, bodies + 1, facts);
                bodies += body instanceof Body.Stored ? 1 : 0;
                facts.add(new FlowEvent.Closed(flow(id, each, body)));
                for (Message message : each.messages) {
                    facts.add(new FlowEvent.MessageSeen(message.withFlow(id)));
                }
                store.commit(WriteBatch.of(facts.toArray(FlowEvent[]::new)));
            }
        } finally {
            store.close();
        }
        exchanges.clear();
    }

    private static Body stored(byte[] bytes, long id, List<FlowEvent> facts) {
        if (bytes.length <= Body.Inline.LIMIT) {
            return bytes.length == 0 ? Body.NONE : new Body.Inline(bytes);
        }
        int sequence = 0;
        for (int from = 0; from < bytes.length; from += Body.Stored.CHUNK) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + Body.Stored.CHUNK));
            facts.add(new FlowEvent.BodyChunk(id, sequence++, chunk));
        }
        return new Body.Stored(id, bytes.length, bytes.length, true);
    }

    private static HttpFlow flow(long id, Exchange each, Body body) {
        HttpFlow model = Flows.answered(Flows.open(id), FlowState.COMPLETE, body);
        HttpRequest request = new HttpRequest(
                each.method,
                "https",
                each.host,
                443,
                each.url,
                each.version,
                Headers.of(each.requestFields),
                null,
                each.requestBody.length == 0 ? Body.NONE : new Body.Inline(each.requestBody),
                model.request().started(),
                model.request().ended());
        HttpResponse old = Objects.requireNonNull(model.response());
        HttpResponse response = new HttpResponse(
                each.version,
                each.status,
                "",
                Headers.of(each.fields),
                each.trailers.length == 0 ? null : Headers.of(each.trailers),
                body,
                old.started(),
                old.ended());
        WebSocket socket = each.messages.isEmpty() ? null : WebSocket.OPENED.withMessages(each.messages.size());
        return new HttpFlow(
                id,
                2,
                FlowState.COMPLETE,
                model.started(),
                each.duration,
                model.client(),
                model.server(),
                request,
                response,
                List.of(),
                null,
                each.notes,
                socket,
                null);
    }

    /** What a comparison reported: its figures, and for each difference a line. */
    record Result(DiffSummary summary, List<FlowDifference> differences) {
        /** Returns the flows that are partners or have none, such as {@code 1-2}, {@code 3-} and {@code -4}. */
        List<String> pairs() {
            return differences.stream()
                    .map(each -> (each.left() == null ? "" : each.left().id()) + "-"
                            + (each.right() == null ? "" : each.right().id()))
                    .toList();
        }

        /** Returns what differs in all pairs: part, key and both values. */
        List<String> rows() {
            List<String> rows = new ArrayList<>();
            for (FlowDifference difference : differences) {
                for (ComparedPart part : difference.parts()) {
                    for (ComparedRow row : part.rows()) {
                        rows.add(part.name() + " " + row.key() + ": "
                                + row.values().get(0) + " | " + row.values().get(1));
                    }
                }
            }
            return rows;
        }
    }

    static Ignored usual(IgnoreRule... more) {
        List<IgnoreRule> rules = new ArrayList<>(UsualNoise.RULES);
        rules.addAll(List.of(more));
        return Ignored.of(rules);
    }

    /** Compares this session with another, but for the usual noise. */
    Result diff(Recording other) throws IOException {
        return diff(other, ComparisonRules.differences(usual()));
    }

    Result diff(Recording other, ComparisonRules rules) throws IOException {
        return diff(other, rules, Filter.ALL, Filter.ALL);
    }

    Result diff(Recording other, ComparisonRules rules, Filter filter, Filter otherFilter) throws IOException {
        List<FlowDifference> differences = new ArrayList<>();
        DiffSummary summary = diff(other, rules, filter, otherFilter, differences::add);
        return new Result(summary, differences);
    }

    DiffSummary diff(
            Recording other, ComparisonRules rules, Filter filter, Filter otherFilter, FlowDifference.Sink sink)
            throws IOException {
        write();
        other.write();
        try (SessionReader left = SqliteSessionReader.open(file);
                SessionReader right = SqliteSessionReader.open(other.file)) {
            return SessionDiff.compare(
                    new DiffSide(file, left, filter),
                    new DiffSide(other.file, right, otherFilter),
                    rules,
                    sink,
                    Progress.NONE);
        }
    }
}
