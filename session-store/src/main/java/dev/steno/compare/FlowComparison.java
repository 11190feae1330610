package dev.steno.compare;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.TcpFlow;
import dev.steno.look.FlowBody;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares flows with each other, part by part. Any thread; reads bodies from the disk. */
public final class FlowComparison {
    /** Upper bound on the flows that are compared. */
    public static final int MOST = 4;

    private final SessionReader reader;
    private final List<Flow> flows;
    private final List<ComparedPart> parts = new ArrayList<>();

    private FlowComparison(SessionReader reader, List<Flow> flows) {
        this.reader = reader;
        this.flows = flows;
    }

    /**
     * Returns what the flows have and lack, without the parts that none of them has.
     *
     * @param flows from two to {@link #MOST}
     * @throws IOException if a body cannot be read
     */
    public static List<ComparedPart> compare(SessionReader reader, List<Flow> flows) throws IOException {
        if (flows.size() < 2 || flows.size() > MOST) {
            throw new IllegalArgumentException("a comparison of " + flows.size() + " flows");
        }
        FlowComparison comparison = new FlowComparison(reader, flows);
        comparison.run();
        return comparison.parts;
    }

    private void run() throws IOException {
        add("request line", FlowComparison::requestLine);
        add("query", FlowComparison::query);
        add("request headers", FlowComparison::requestHeaders);
        addBody("request body", true);
        add("status line", FlowComparison::statusLine);
        add("response headers", FlowComparison::responseHeaders);
        addBody("response body", false);
        add("outcome", FlowComparison::outcome);
    }

    private void add(String name, Function<Flow, NamedValues> values) {
        List<ComparedRow> rows = NamedValues.compare(flows.stream().map(values).toList());
        if (!rows.isEmpty()) {
            parts.add(ComparedPart.of(name, rows));
        }
    }

    private void addBody(String name, boolean ofRequest) throws IOException {
        List<@Nullable FlowBody> bodies = new ArrayList<>();
        for (Flow flow : flows) {
            bodies.add(FlowBody.of(flow, ofRequest)
                    .filter(body -> body.body().trueSize() > 0)
                    .orElse(null));
        }
        List<ComparedRow> rows = BodyDifferences.compare(reader, bodies);
        if (!rows.isEmpty()) {
            parts.add(ComparedPart.of(name, rows));
        }
    }

    private static @Nullable HttpRequest request(Flow flow) {
        return flow instanceof HttpFlow http ? http.request() : null;
    }

    private static @Nullable HttpResponse response(Flow flow) {
        return flow instanceof HttpFlow http ? http.response() : null;
    }

    private static NamedValues requestLine(Flow flow) {
        NamedValues line = new NamedValues();
        if (flow instanceof TcpFlow tcp) {
            line.add("server", tcp.target().toString());
            line.add("protocol", tcp.protocol());
        }
        HttpRequest request = request(flow);
        if (request != null) {
            line.add("method", request.method());
            line.add("scheme", request.scheme());
            line.add("host", request.host());
            line.add("port", String.valueOf(request.port()));
            line.add("path", path(request.path()));
            line.add("version", request.version());
        }
        return line;
    }

    private static String path(String target) {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    private static NamedValues query(Flow flow) {
        HttpRequest request = request(flow);
        int question = request == null ? -1 : request.path().indexOf('?');
        return request == null || question < 0
                ? new NamedValues()
                : BodyDifferences.form(request.path().substring(question + 1));
    }

    private static NamedValues requestHeaders(Flow flow) {
        HttpRequest request = request(flow);
        return request == null ? new NamedValues() : headers(request.headers());
    }

    private static NamedValues responseHeaders(Flow flow) {
        HttpResponse response = response(flow);
        return response == null ? new NamedValues() : headers(response.headers());
    }

    /** By name in small letters, in which the case of names is no difference. */
    private static NamedValues headers(Headers headers) {
        NamedValues values = new NamedValues();
        for (int i = 0; i < headers.size(); i++) {
            values.add(headers.name(i).toLowerCase(Locale.ROOT), headers.value(i));
        }
        return values;
    }

    private static NamedValues statusLine(Flow flow) {
        NamedValues line = new NamedValues();
        HttpResponse response = response(flow);
        if (response != null) {
            line.add("status", String.valueOf(response.status()));
            line.add("reason", response.reason());
            line.add("version", response.version());
        }
        return line;
    }

    private static NamedValues outcome(Flow flow) {
        NamedValues outcome = new NamedValues();
        outcome.add("state", flow.state().name().toLowerCase(Locale.ROOT));
        FlowError error = flow.error();
        if (error != null) {
            outcome.add("error", error.message());
        }
        return outcome;
    }
}
