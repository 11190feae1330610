package dev.steno.compare;

import dev.steno.compare.IgnoreRule.Kind;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.look.FlowBody;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares flows with each other, part by part. Any thread; reads bodies from the disk. */
public final class FlowComparison {
    /** Upper bound on the flows that are compared. */
    public static final int MOST = 4;

    private final List<ComparedFlow> flows;
    private final ComparisonRules rules;
    private final List<ComparedPart> parts = new ArrayList<>();

    private FlowComparison(List<ComparedFlow> flows, ComparisonRules rules) {
        this.flows = flows;
        this.rules = rules;
    }

    /**
     * Returns what flows of one session have and lack, without the parts that none of them has.
     *
     * @param flows from two to {@link #MOST}
     * @throws IOException if a body cannot be read
     */
    public static List<ComparedPart> compare(SessionReader reader, List<Flow> flows) throws IOException {
        return compare(
                flows.stream().map(flow -> new ComparedFlow(reader, flow)).toList(), ComparisonRules.all());
    }

    /**
     * Returns what differs between flows, part by part; with equal values if the rules say so.
     *
     * @param flows from two to {@link #MOST}
     * @throws IOException if a body cannot be read
     */
    public static List<ComparedPart> compare(List<ComparedFlow> flows, ComparisonRules rules) throws IOException {
        if (flows.size() < 2 || flows.size() > MOST) {
            throw new IllegalArgumentException("a comparison of " + flows.size() + " flows");
        }
        FlowComparison comparison = new FlowComparison(flows, rules);
        comparison.run();
        return comparison.parts;
    }

    private void run() throws IOException {
        if (rules.equalToo() || !haveEqual(FlowComparison::haveSameTarget)) {
            add("request line", Kind.PART, FlowComparison::requestLine);
            add("query", Kind.QUERY, FlowComparison::query);
        }
        addFields("request headers", flow -> headers(request(flow)));
        addBody("request body", true);
        addFields("request trailers", flow -> {
            HttpRequest request = request(flow);
            return request == null ? null : request.trailers();
        });
        if (rules.equalToo() || !haveEqual(FlowComparison::haveSameStatus)) {
            add("status line", Kind.PART, FlowComparison::statusLine);
        }
        addFields("response headers", flow -> {
            HttpResponse response = response(flow);
            return response == null ? null : response.headers();
        });
        addBody("response body", false);
        addFields("response trailers", flow -> {
            HttpResponse response = response(flow);
            return response == null ? null : response.trailers();
        });
        if (flows.stream().anyMatch(each -> each.flow().messages() > 0)) {
            addRows("messages", Kind.TEXT, MessageDifferences.compare(flows, rules));
        }
        if (rules.equalToo() || !haveEqual(FlowComparison::haveSameOutcome)) {
            add("outcome", Kind.PART, FlowComparison::outcome);
        }
        if (rules.timing() >= 0) {
            addTimes();
        }
    }

    /** Whether flows have the same of something; several times cheaper than a comparison by names. */
    private boolean haveEqual(BiPredicate<Flow, Flow> same) {
        Flow first = flows.get(0).flow();
        for (int i = 1; i < flows.size(); i++) {
            if (!same.test(first, flows.get(i).flow())) {
                return false;
            }
        }
        return true;
    }

    private static boolean haveSameTarget(Flow one, Flow other) {
        HttpRequest request = request(one);
        HttpRequest its = request(other);
        if (request == null || its == null) {
            return one instanceof TcpFlow tcp
                    && other instanceof TcpFlow that
                    && tcp.target().equals(that.target())
                    && tcp.protocol().equals(that.protocol());
        }
        return request.path().equals(its.path())
                && request.host().equals(its.host())
                && request.method().equals(its.method())
                && request.port() == its.port()
                && request.version().equals(its.version())
                && request.scheme().equals(its.scheme());
    }

    private static boolean haveSameStatus(Flow one, Flow other) {
        HttpResponse response = response(one);
        HttpResponse its = response(other);
        if (response == null || its == null) {
            return response == its;
        }
        return response.status() == its.status()
                && response.version().equals(its.version())
                && response.reason().equals(its.reason());
    }

    private static boolean haveSameOutcome(Flow one, Flow other) {
        return one.state() == other.state() && Objects.equals(one.error(), other.error());
    }

    private List<NamedValues> values(Function<Flow, NamedValues> values) {
        return flows.stream().map(each -> values.apply(each.flow())).toList();
    }

    private void add(String name, Kind kind, Function<Flow, NamedValues> values) {
        NamedValues.Leniency usual = rules.ignored().in(name, kind);
        NamedValues.Leniency leniency = !rules.folded()
                ? usual
                : new NamedValues.Leniency() {
                    @Override
                    public boolean ignores(String value) {
                        return usual.ignores(value);
                    }

                    @Override
                    public String normal(String key, String value) {
                        boolean folded = kind == Kind.QUERY || key.equals("path") || key.equals("error");
                        return usual.normal(key, folded ? FoldedUrl.of(value) : value);
                    }
                };
        addRows(name, kind, NamedValues.compare(values(values), leniency));
    }

    private void addFields(String name, Function<Flow, @Nullable Headers> fields) {
        if (!rules.equalToo() && haveEqual((one, other) -> Objects.equals(fields.apply(one), fields.apply(other)))) {
            return;
        }
        List<@Nullable Headers> all = new ArrayList<>();
        flows.forEach(each -> all.add(fields.apply(each.flow())));
        List<NamedValues> values = all.stream().map(this::fields).toList();
        NamedValues.Leniency usual = rules.ignored().in(name, Kind.HEADER);
        boolean someLackHost = values.stream().anyMatch(each -> !each.names().contains("host"));
        NamedValues.Leniency leniency = new NamedValues.Leniency() {
            @Override
            public boolean ignores(String field) {
                // HTTP/2 has the host in the request line (RFC 9113, 8.3.1)
                return !rules.equalToo() && someLackHost && field.equals("host") || usual.ignores(field);
            }

            @Override
            public String normal(String field, String value) {
                return usual.normal(field, value);
            }
        };
        List<ComparedRow> rows = new ArrayList<>(NamedValues.compare(values, leniency));
        if (rules.order()) {
            rows.add(ComparedRow.of("order of fields", order(values, leniency)));
        }
        addRows(name, Kind.HEADER, rows);
    }

    /** Returns the order of the fields that all flows have. */
    private static List<@Nullable String> order(List<NamedValues> values, NamedValues.Leniency leniency) {
        List<@Nullable String> orders = new ArrayList<>();
        for (NamedValues each : values) {
            Set<String> names = each.names();
            orders.add(names.stream()
                    .filter(name -> !leniency.ignores(name)
                            && values.stream().allMatch(other -> other.names().contains(name)))
                    .collect(Collectors.joining(", ")));
        }
        return orders;
    }

    private void addRows(String name, Kind kind, List<ComparedRow> all) {
        List<ComparedRow> rows = all.stream()
                .filter(row ->
                        rules.equalToo() || !row.same() && !rules.ignored().ignoresPart(name, row.key()))
                .toList();
        if (!rows.isEmpty()) {
            parts.add(ComparedPart.of(name, kind, rows, ""));
        }
    }

    private void addBody(String name, boolean ofRequest) throws IOException {
        List<@Nullable ComparedBody> bodies = new ArrayList<>();
        for (ComparedFlow each : flows) {
            bodies.add(FlowBody.of(each.flow(), ofRequest)
                    .filter(body -> body.body().trueSize() > 0)
                    .map(body -> new ComparedBody(each.reader(), body))
                    .orElse(null));
        }
        ComparedPart part = BodyDifferences.compare(name, bodies, rules);
        if (part != null) {
            parts.add(part);
        }
    }

    private void addTimes() {
        List<Long> durations =
                flows.stream().map(each -> each.flow().duration()).toList();
        List<Long> firstBytes =
                flows.stream().map(each -> firstByte(each.flow())).toList();
        List<ComparedRow> rows = new ArrayList<>();
        addTime("time to first byte", firstBytes, rows);
        addTime("duration", durations, rows);
        addRows("timing", Kind.PART, rows);
    }

    private void addTime(String name, List<Long> times, List<ComparedRow> rows) {
        if (times.contains(Times.UNSET)) {
            return; // one has not ended, which its outcome says
        }
        long least = times.stream().mapToLong(Long::longValue).min().orElse(0);
        long most = times.stream().mapToLong(Long::longValue).max().orElse(0);
        List<@Nullable String> shown = new ArrayList<>();
        times.forEach(time -> shown.add(Quantity.duration(time)));
        rows.add(new ComparedRow(name, shown, rules.areClose(least, most)));
    }

    private static long firstByte(Flow flow) {
        HttpResponse response = response(flow);
        return response == null ? Times.UNSET : Math.max(0, response.started() - flow.started());
    }

    private static @Nullable HttpRequest request(Flow flow) {
        return flow instanceof HttpFlow http ? http.request() : null;
    }

    private static @Nullable HttpResponse response(Flow flow) {
        return flow instanceof HttpFlow http ? http.response() : null;
    }

    private static @Nullable Headers headers(@Nullable HttpRequest request) {
        return request == null ? null : request.headers();
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

    /** By name in small letters, in which the case of names is no difference. */
    private NamedValues fields(@Nullable Headers headers) {
        NamedValues values = new NamedValues();
        for (int i = 0; headers != null && i < headers.size(); i++) {
            // what HTTP/2 has in pseudo fields is compared as request line and status
            if (rules.equalToo() || !headers.name(i).startsWith(":")) {
                values.add(headers.name(i).toLowerCase(Locale.ROOT), headers.value(i));
            }
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
