package dev.steno.web.openapi;

import dev.steno.copy.CopyFormat;
import dev.steno.filter.Order;
import dev.steno.web.http.Route;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The parameters of queries. A name means the same wherever it is taken. */
final class QueryParameters {
    private static final Map<String, Parameter> ALL = all();

    /**
     * A parameter.
     *
     * @param type of JSON Schema
     */
    record Parameter(String type, String help) {}

    /** Which parameters a route takes, by its method and path. */
    private static final Map<String, String> TAKEN = Map.ofEntries(
            Map.entry("GET /flows", "filter view order reverse limit cursor follow"),
            Map.entry("GET /flows/{id}", "revision"),
            Map.entry("GET /flows/{id}/copy", "as revision"),
            Map.entry("GET /flows/compare", "ids"),
            Map.entry("GET /diff", "a b view skip limit values length ignore strict ordered timing"),
            Map.entry("DELETE /flows", "set view"),
            Map.entry("POST /flows/duplicate", "view"),
            Map.entry("POST /flows/mark", "view"),
            Map.entry("GET /flows/{id}/{part}/body", "decoded revision"),
            Map.entry("GET /flows/{id}/{part}/look", "as limit charset offset spans revision"),
            Map.entry("GET /flows/{id}/{part}/find", "text regex decoded from limit revision"),
            Map.entry("GET /flows/{id}/messages", "from limit filter direction kind tail"),
            Map.entry("GET /flows/{id}/messages/{seq}/look", "as limit charset offset spans"),
            Map.entry("GET /held/{id}/raw", "head"),
            Map.entry("GET /held/{id}/body", "decoded"),
            Map.entry("GET /held/{id}/look", "as limit charset offset spans"),
            Map.entry("GET /held/{id}/find", "text regex decoded from limit"),
            Map.entry("PUT /held/{id}/body", "encoded"),
            Map.entry("GET /export", "format set view secrets version true_ports no_static"),
            Map.entry("POST /import", "format name strict salvage all resources"),
            Map.entry("POST /opened", "format name strict salvage all resources"),
            Map.entry("GET /connections", "limit"),
            Map.entry("DELETE /passthrough/{host}", "client"),
            Map.entry("GET /log", "after"),
            Map.entry("GET /commands/complete", "line"),
            Map.entry("GET /filter/complete", "text at"),
            Map.entry("GET /filter/check", "text"),
            Map.entry("GET /tree", "path from filter view set"),
            Map.entry("GET /stats/timeline", "buckets filter view set from to"),
            Map.entry("GET /stats/groups", "by top order filter view set from to"),
            Map.entry("GET /stats/durations", "part filter view set from to"),
            Map.entry("GET /stats/heatmap", "columns rows filter view set from to"),
            Map.entry("GET /stats/concurrency", "buckets top filter view set from to"),
            Map.entry("GET /stats/repeats", "seconds top filter view set from to"),
            Map.entry("GET /stats/waterfall", "set filter view from to"));

    private QueryParameters() {}

    /** Returns the names of the parameters that a route takes. */
    static List<String> of(Route route) {
        String taken = TAKEN.getOrDefault(key(route), "");
        return taken.isEmpty() ? List.of() : List.of(taken.split(" ", -1));
    }

    private static String key(Route route) {
        return route.method() + " " + route.path().replaceFirst("^" + OpenApi.BASE, "");
    }

    /**
     * Checks that each route that takes parameters is one of these.
     *
     * @throws IllegalStateException if one is not
     */
    static void check(List<Route> routes) {
        Set<String> missing = new TreeSet<>(TAKEN.keySet());
        routes.forEach(route -> missing.remove(key(route)));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("no such routes: " + missing);
        }
    }

    /** Returns a parameter; empty if its name is not known here. */
    static Optional<Parameter> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Map<String, Parameter> all() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        String orders = Arrays.stream(Order.values()).map(Order::label).collect(Collectors.joining(", "));
        all.put(
                "filter",
                new Parameter("string", "Only flows that match this filter; docs/filter.md has the grammar."));
        all.put("view", new Parameter("integer", "The view of a live connection, by the number that its hi has."));
        all.put(
                "set",
                new Parameter(
                        "string",
                        "Which flows: @all, @shown, @hidden, @marked, @unmarked, @held, @focus, numbers and "
                                + "ranges such as 3,5-9, or a filter."));
        all.put("order", new Parameter("string", "The order: " + orders + "; or that of groups."));
        all.put("reverse", new Parameter("boolean", "Whether the order is reversed."));
        all.put("limit", new Parameter("integer", "Upper bound on the number of results, or bytes of a look."));
        all.put("cursor", new Parameter("string", "Where the page begins: next of the page before."));
        all.put("follow", new Parameter("boolean", "Whether the stream goes on with each flow that ends."));
        all.put(
                "revision",
                new Parameter(
                        "string",
                        "original for the messages as the peers sent them, or the number of an edit; 0 for the flow as it was recorded."));
        all.put(
                "as",
                new Parameter("string", "The format of a copy: " + CopyFormat.names() + "; or the view of a look."));
        all.put("format", new Parameter("string", "The name of a format, as /formats lists it."));
        all.put("secrets", new Parameter("boolean", "Whether secrets are sent too."));
        all.put("name", new Parameter("string", "The name of the file, for messages."));
        all.put("decoded", new Parameter("boolean", "Whether content codings are removed."));
        all.put("encoded", new Parameter("boolean", "Whether the content codings are applied already."));
        all.put("head", new Parameter("boolean", "Whether the body is left out."));
        all.put("charset", new Parameter("string", "The character set of the text, instead of the one that was sent."));
        all.put("offset", new Parameter("integer", "The first byte that is looked at."));
        all.put("spans", new Parameter("boolean", "Whether lines are arrays of spans instead of text."));
        all.put("text", new Parameter("string", "The text to find, to complete or to check."));
        all.put("regex", new Parameter("boolean", "Whether the text is a regular expression."));
        all.put(
                "from",
                new Parameter(
                        "integer",
                        "The first result, from 0; of statistics, the first time in microseconds since 1970."));
        all.put("to", new Parameter("integer", "The last time in microseconds since 1970."));
        all.put("at", new Parameter("integer", "The place of the cursor in the text."));
        all.put("line", new Parameter("string", "A command line."));
        all.put("direction", new Parameter("string", "client or server."));
        all.put("kind", new Parameter("string", "The kind of messages, such as text or binary."));
        all.put("after", new Parameter("integer", "The number of the last line that is known."));
        all.put("by", new Parameter("string", "The column that groups."));
        all.put("top", new Parameter("integer", "Upper bound on the number of groups."));
        all.put("buckets", new Parameter("integer", "The number of spans of time."));
        all.put("columns", new Parameter("integer", "The number of spans of time."));
        all.put("rows", new Parameter("integer", "The number of classes of durations."));
        all.put("part", new Parameter("string", "total, ttfb, connect, tls, send, wait or receive."));
        all.put("seconds", new Parameter("integer", "How soon a request is a repetition, in seconds."));
        all.put("path", new Parameter("string", "The node; the root without it."));
        all.put("client", new Parameter("string", "Only the decisions about this client's address."));
        all.put(
                "ids",
                new Parameter(
                        "string",
                        "Two to four numbers of flows, separated by commas, each with @original or @N for a revision of it."));
        String selection = "flows: a filter, or a set; all without it.";
        all.put("a", new Parameter("string", "The left " + selection));
        all.put("b", new Parameter("string", "The right " + selection));
        all.put("skip", new Parameter("integer", "How many results are left out before the first one."));
        all.put("version", new Parameter("integer", "The version of the format, of those that /formats lists."));
        all.put("true_ports", new Parameter("boolean", "Whether a packet capture has the ports as they were."));
        all.put(
                "no_static",
                new Parameter("boolean", "Whether images, fonts, style sheets, scripts and media are left out."));
        all.put("salvage", new Parameter("boolean", "Whether a damaged file is searched for flows behind the damage."));
        all.put(
                "all",
                new Parameter(
                        "boolean", "Whether entries are read that are left out by default, such as of scanners."));
        all.put("resources", new Parameter("boolean", "Whether records of a web archive without a request are read."));
        all.put("values", new Parameter("integer", "Upper bound on the values of each part that differs."));
        all.put("length", new Parameter("integer", "Upper bound on the characters of each value."));
        all.put(
                "ignore",
                new Parameter("string", "What is no difference, one rule a line; docs/diff.md has the rules."));
        all.put(
                "strict",
                new Parameter(
                        "boolean",
                        "Of a comparison: whether nothing else is ignored, such as dates; of an import: whether any loss is an error."));
        all.put("ordered", new Parameter("boolean", "Whether the order of header fields counts."));
        all.put(
                "timing",
                new Parameter("integer", "The percentage by which times may differ; without it, they do not count."));
        all.put("tail", new Parameter("boolean", "Whether the last results are wanted."));
        return all;
    }
}
