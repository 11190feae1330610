package dev.steno.filter;

import dev.steno.content.ContentType;
import dev.steno.filter.Regex.Mode;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A text field of a flow. Some have a letter ({@code ~u}), some a name ({@code url}), some both. A field may have
 * several values, of which any may match, or none.
 */
public enum TextField {
    URL("~u", "url", Mode.PLAIN, false, "URL; host:port of a raw stream", FlowTexts::url),
    METHOD(
            "~m",
            "method",
            Mode.PLAIN,
            false,
            "request method",
            http(flow -> List.of(flow.request().method()))),
    /** The requested host, or the host named by the Host field (for a raw stream, by the TLS client). */
    DOMAIN("~d", "domain", Mode.PLAIN, false, "requested host, or named by Host or SNI", FlowTexts::domains),
    HOST(null, "host", Mode.PLAIN, false, "requested host", FlowTexts::host),
    SCHEME(
            null,
            "scheme",
            Mode.PLAIN,
            false,
            "http or https; of a raw stream tcp, tls or the protocol's name",
            FlowTexts::scheme),
    PATH(
            null,
            "path",
            Mode.PLAIN,
            false,
            "path and query, as sent",
            http(flow -> List.of(flow.request().path()))),
    QUERY(null, "query", Mode.PLAIN, false, "query, as sent", http(FlowTexts::query)),
    HEADERS("~h", "header", Mode.LINES, true, "header line of the request or the response", http(FlowTexts::headers)),
    REQUEST_HEADERS(
            "~hq", "reqheader", Mode.LINES, false, "header line of the request", http(FlowTexts::requestHeaders)),
    RESPONSE_HEADERS(
            "~hs", "resheader", Mode.LINES, true, "header line of the response", http(FlowTexts::responseHeaders)),
    COOKIE(null, "cookie", Mode.PLAIN, true, "name=value of a cookie, sent or set", http(FlowTexts::cookies)),
    CONTENT_TYPE("~t", null, Mode.PLAIN, true, "Content-Type of the request or the response", http(FlowTexts::types)),
    REQUEST_TYPE("~tq", "reqtype", Mode.PLAIN, false, "Content-Type of the request", http(FlowTexts::requestTypes)),
    RESPONSE_TYPE(
            "~ts", "contenttype", Mode.PLAIN, true, "Content-Type of the response", http(FlowTexts::responseTypes)),
    /** The media type of the response in lower case, without parameters. */
    TYPE(null, "type", Mode.PLAIN, true, "media type of the response, without parameters", http(TextField::mediaType)),
    BODY("~b", "body", Mode.DOTALL, true, "decoded body of either side, or message of a raw stream", none()),
    REQUEST_BODY("~bq", "reqbody", Mode.DOTALL, false, "decoded request body, or message of the client", none()),
    RESPONSE_BODY("~bs", "resbody", Mode.DOTALL, true, "decoded response body, or message of the server", none()),
    SOURCE("~src", "client", Mode.PLAIN, false, "ip:port of the client", flow -> List.of(FlowTexts.source(flow))),
    DESTINATION(
            "~dst",
            "server",
            Mode.PLAIN,
            false,
            "host:port of the server",
            flow -> List.of(FlowTexts.destination(flow))),
    MARK(
            "~marker",
            "mark",
            Mode.PLAIN,
            false,
            "mark",
            flow -> List.of(flow.notes().mark())),
    COMMENT(
            "~comment",
            "comment",
            Mode.LINES,
            false,
            "comment",
            flow -> List.of(flow.notes().comment())),
    METADATA("~meta", null, Mode.LINES, false, "\"key: value\" line of the metadata", FlowTexts::metadata),
    /** The name of each rule that acted; of one that failed, also with its exclamation mark. */
    RULE("~rule", "rule", Mode.PLAIN, false, "name of a rule that acted on the flow", FlowTexts::rules),
    ERROR(null, "error", Mode.PLAIN, false, "error message", FlowTexts::error),
    STEP(null, "step", Mode.PLAIN, false, "the step at which the flow failed", FlowTexts::step),
    REPLAY(null, "replay", Mode.PLAIN, false, "which side was replayed", FlowTexts::replay),
    KIND(null, "kind", Mode.PLAIN, false, "http or tcp", flow -> List.of(flow.kind())),
    STATE(
            null,
            "state",
            Mode.PLAIN,
            false,
            "open, complete, failed or interrupted",
            flow -> List.of(flow.state().label())),
    /** The number of the recorder, its file and its machine. */
    RECORDER(
            null,
            "recorder",
            Mode.PLAIN,
            false,
            "in a shared store, the recorder: its number, session file or machine; a session file has none",
            FlowTexts::recorder),
    MODE(
            null,
            "mode",
            Mode.PLAIN,
            false,
            "mode of the client's listener: regular, reverse, socks5, transparent or upstream",
            flow -> List.of(flow.client().modeName()));

    private final @Nullable String operator;
    private final @Nullable String label;
    private final Mode mode;
    private final boolean ofResponse;
    private final String help;
    private final Function<Flow, List<String>> values;

    TextField(
            @Nullable String operator,
            @Nullable String label,
            Mode mode,
            boolean ofResponse,
            String help,
            Function<Flow, List<String>> values) {
        this.operator = operator;
        this.label = label;
        this.mode = mode;
        this.ofResponse = ofResponse;
        this.help = help;
        this.values = values;
    }

    /** Its letters, with their tilde; null if it has none. */
    public @Nullable String operator() {
        return operator;
    }

    /** Its name in comparisons; null if it has none. */
    public @Nullable String label() {
        return label;
    }

    /** How regular expressions treat its lines. */
    public Mode mode() {
        return mode;
    }

    /** Its meaning, in a few words. */
    public String help() {
        return help;
    }

    /**
     * Whether its text belongs to the response. If so, a mismatch is {@link Match#UNKNOWN} until the response has
     * arrived.
     */
    public boolean isOfResponse() {
        return ofResponse;
    }

    /** Whether its text is the content of a body or message, which {@link #values} does not return. */
    public boolean isBody() {
        return this == BODY || this == REQUEST_BODY || this == RESPONSE_BODY;
    }

    /** Whether only regular expressions apply to it: its text is too long to be compared as a whole. */
    public boolean isOnlySearched() {
        return switch (this) {
            case HEADERS, REQUEST_HEADERS, RESPONSE_HEADERS -> true;
            default -> isBody();
        };
    }

    /** The current values; empty if the flow lacks the field, and for bodies. */
    public List<String> values(Flow flow) {
        return values.apply(flow);
    }

    /** The direction whose bodies and messages are searched; null for both. */
    private @Nullable Direction direction() {
        return this == REQUEST_BODY
                ? Direction.CLIENT_TO_SERVER
                : this == RESPONSE_BODY ? Direction.SERVER_TO_CLIENT : null;
    }

    Match any(Flow flow, ContentSource content, Predicate<String> test) {
        if (isBody()) {
            return new BodySearch(content, test).in(flow, direction());
        }
        for (String value : values.apply(flow)) {
            if (test.test(value)) {
                return Match.YES;
            }
        }
        return ofResponse && FlowTexts.awaitsResponse(flow) ? Match.UNKNOWN : Match.NO;
    }

    private static List<String> mediaType(HttpFlow flow) {
        return FlowTexts.responseTypes(flow).stream()
                .map(value -> ContentType.parse(value).type())
                .toList();
    }

    private static Function<Flow, List<String>> http(Function<HttpFlow, List<String>> values) {
        return flow -> flow instanceof HttpFlow http ? values.apply(http) : List.of();
    }

    private static Function<Flow, List<String>> none() {
        return flow -> List.of();
    }
}
