package dev.steno.store;

import dev.steno.filter.Flag;
import dev.steno.filter.NumberField;
import dev.steno.filter.Order;
import dev.steno.filter.TextField;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.store.FlowColumn.Derived;
import dev.steno.store.FlowColumn.Number;
import dev.steno.store.FlowColumn.Text;
import dev.steno.store.FlowColumn.TextOfFlow;
import dev.steno.store.FlowColumn.Traits;
import dev.steno.store.FlowColumn.Unit;
import dev.steno.text.FlowSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a flow, in the order in which they are stored. To add a column, add an entry here and a migration
 * script for existing sessions; writing, reading, checks, filters, {@code ls --json} and the page about the format
 * follow from the entry.
 */
public final class FlowColumns {
    /** The number in a row if the flow lacks the constant. */
    private static final int NONE = -1;

    private static final Maker MAKER = new Maker();

    public static final Number ID = number(
            column("id", "the flow's number, ascending in the order in which flows began; never reused")
                    .filter(NumberField.ID)
                    .shown(1),
            Flow::id);
    public static final Number REVISION = number(
            column("revision", "counts the revisions of the flow; a row is replaced by a higher one only")
                    .view(null),
            Flow::revision);
    public static final Text KIND =
            text(column("kind", "`http` or `tcp`").filter(TextField.KIND).shown(2), Flow::kind);
    public static final Number STATE = constant(
            column("state", "a number, see below").filter(TextField.STATE).shown(11),
            StoredEnum.STATE,
            flow -> flow.state().number());
    public static final Number STARTED = number(
            column("started", "nanoseconds since 1970; the smallest integer if the time is unknown")
                    .filter(NumberField.STARTED)
                    .order(Order.TIME)
                    .shown(9),
            Unit.TIME,
            Times.UNSET,
            Flow::started);
    public static final Number DURATION = number(
            column("duration", "nanoseconds; NULL if the flow is open or was interrupted")
                    .optional()
                    .filter(NumberField.DURATION)
                    .order(Order.DURATION)
                    .shown(10)
                    .view("duration_ms"),
            Unit.DURATION,
            Times.UNSET,
            Flow::duration);
    public static final Text METHOD = text(
            column("method", "as sent; NULL for a raw stream")
                    .optional()
                    .filter(TextField.METHOD)
                    .order(Order.METHOD)
                    .shown(3),
            http(flow -> flow.request().method()));
    public static final Text SCHEME = text(
            column("scheme", "`http`, `https`, or the protocol of a raw stream").filter(TextField.SCHEME),
            flow -> flow instanceof HttpFlow http ? http.request().scheme() : ((TcpFlow) flow).protocol());
    public static final Text HOST = text(
            column("host", "the server asked for")
                    .filter(TextField.HOST)
                    .order(Order.HOST)
                    .shown(15),
            FlowColumns::host);
    public static final Text ALIAS = text(
            column(
                            "alias",
                            "the host in the Host field, or in the SNI of a raw stream, if it differs from `host`; else NULL")
                    .optional()
                    .view(null),
            FlowColumns::alias);
    public static final Number PORT = number(
            column("port", "of the server asked for").filter(NumberField.PORT),
            flow -> flow instanceof HttpFlow http
                    ? http.request().port()
                    : ((TcpFlow) flow).target().port());
    public static final Text PATH = text(
            column("path", "path and query as sent; NULL for a raw stream")
                    .optional()
                    .filter(TextField.PATH)
                    .shown(16),
            http(flow -> flow.request().path()));
    public static final Number STATUS = number(
            column("status", "of the final response; NULL if there is none")
                    .optional()
                    .filter(NumberField.STATUS)
                    .order(Order.STATUS)
                    .shown(5),
            Unit.COUNT,
            0,
            FlowColumns::status);
    public static final Text REQUEST_TYPE = text(
            column("request_type", "Content-Type of the request, as sent")
                    .optional()
                    .filter(TextField.REQUEST_TYPE)
                    .view(null),
            FlowColumns::requestType);
    public static final Text CONTENT_TYPE = text(
            column("content_type", "Content-Type of the response, as sent")
                    .optional()
                    .filter(TextField.RESPONSE_TYPE)
                    .order(Order.TYPE),
            FlowColumns::contentType);
    public static final Text MEDIA_TYPE = text(
            column("media_type", "that of the response in lower case, without parameters")
                    .optional()
                    .filter(TextField.TYPE)
                    .view(null),
            FlowColumns::mediaType);
    public static final Number REQUEST_SIZE = number(
            column("request_size", "bytes of body, or of messages, that the client sent")
                    .filter(NumberField.REQUEST_SIZE)
                    .shown(7),
            Unit.BYTES,
            0,
            Flow::sentByClient);
    public static final Number RESPONSE_SIZE = number(
            column("response_size", "bytes of body, or of messages, that the server sent")
                    .filter(NumberField.SIZE)
                    .order(Order.SIZE)
                    .shown(8),
            Unit.BYTES,
            0,
            Flow::sentByServer);
    public static final Number ERROR_STEP = constant(
            column("error_step", "a number, see below; NULL if the flow did not fail")
                    .optional()
                    .filter(TextField.STEP)
                    .shown(13),
            StoredEnum.STEP,
            FlowColumns::step);
    public static final Text ERROR = people(
            column("error", "one sentence; NULL if the flow did not fail")
                    .filter(TextField.ERROR)
                    .shown(12),
            null,
            FlowColumns::error);
    public static final Text MARK = people(
            column("mark", "added by people; NULL if not set")
                    .filter(TextField.MARK)
                    .shown(19),
            "",
            flow -> flow.notes().mark());
    public static final Text COMMENT = people(
            column("comment", "added by people; NULL if not set").filter(TextField.COMMENT),
            "",
            flow -> flow.notes().comment());
    public static final Number REPLAY = constant(
            column("replay", "a number, see below").filter(TextField.REPLAY),
            StoredEnum.REPLAY,
            flow -> flow.notes().replay().number());
    public static final Text CLIENT = MAKER.text(
            column("client", "the client's address, `ip:port`; `:0` if it is unknown")
                    .filter(TextField.SOURCE)
                    .shown(17),
            ":0",
            true,
            flow -> flow.client().address().toString());
    public static final Text SERVER = text(
            column("server", "the server's `host:port`; NULL if there was no connection to one")
                    .optional()
                    .shown(18),
            FlowColumns::server);
    public static final Number WEBSOCKET = number(
            column("websocket", "1 for an HTTP flow that was upgraded to a WebSocket, otherwise 0")
                    .filter(Flag.WEBSOCKET)
                    .since(2, "0"),
            flow -> flow instanceof HttpFlow http && http.webSocket() != null ? 1 : 0);
    public static final Text MODE = wide(
            column(
                            "mode",
                            "mode of the client's listener: `regular`, `reverse`, `socks5`, `transparent` or `upstream`; NULL if the flow was recorded in an older format")
                    .optional()
                    .filter(TextField.MODE)
                    .shown(14)
                    .since(4, "NULL"),
            flow -> flow.client().modeName());
    public static final Number HELD = constant(
            column(
                            "held",
                            "the message that waits for a person, a number, see below; NULL if none is held. A flow that was held when its recording was cut off keeps the value")
                    .optional()
                    .filter(Flag.HELD)
                    .since(5, Traits.NONE_BEFORE),
            StoredEnum.POINT,
            flow -> held(flow, hold -> hold.point().number(), NONE));
    public static final Number HELD_SINCE = number(
            column("held_since", "nanoseconds since 1970; NULL if no message is held")
                    .optional()
                    .view(null)
                    .since(5, Traits.NONE_BEFORE),
            Unit.TIME,
            Times.UNSET,
            flow -> held(flow, Hold::since, Times.UNSET));
    public static final Number HELD_UNTIL = number(
            column("held_until", "when the hold ends by itself, in nanoseconds since 1970; NULL if it does not")
                    .optional()
                    .view(null)
                    .since(5, Traits.NONE_BEFORE),
            Unit.TIME,
            Times.UNSET,
            flow -> held(flow, Hold::deadline, Times.UNSET));
    public static final Text HELD_WHY = people(
            column("held_why", "the filter, rule or person that caused the hold; NULL if no message is held")
                    .view(null)
                    .since(5, Traits.NONE_BEFORE),
            null,
            flow -> flow.held() == null ? null : flow.held().why());

    /** The URL in its usual form; {@code host:port} for a raw stream or a CONNECT. */
    public static final Derived URL =
            new Derived(column("url", "in its usual form").order(Order.URL).shown(4), FlowRow::url);

    /** The media type of the response. */
    public static final Derived TYPE = new Derived(
            column("type", "media type of the response").optional().shown(6),
            row -> FlowSummary.mediaType(row.contentType()));

    /** All stored columns. */
    public static final List<FlowColumn> ALL = List.copyOf(MAKER.made);

    /** The keys of {@code ls --json}, in their order. */
    public static final List<FlowColumn> SHOWN = Stream.concat(ALL.stream(), Stream.of(URL, TYPE))
            .filter(column -> column.traits().rank() > 0)
            .sorted(Comparator.comparingInt(column -> column.traits().rank()))
            .toList();

    /** The columns of the view {@code flows}, in their order. */
    public static final List<FlowColumn> IN_VIEW = ALL.stream()
            .flatMap(column -> column == METHOD ? Stream.of(METHOD, URL) : Stream.of(column))
            .filter(column -> column.traits().view() != null)
            .toList();

    /**
     * The columns with a number, by slot. Rows are arrays indexed by slot, since one is created for each revision of
     * each flow.
     */
    static final Number[] NUMBERS = MAKER.numbers.toArray(Number[]::new);

    /** The columns with a text, by slot. */
    static final Text[] TEXTS = MAKER.texts.toArray(Text[]::new);

    private FlowColumns() {}

    /** Returns the column that answers a filter's field or flag alone; null if there is none. */
    public static @Nullable FlowColumn filteredBy(Enum<?> field) {
        return ALL.stream()
                .filter(column -> column.traits().filter() == field)
                .findFirst()
                .orElse(null);
    }

    /** Returns the column that an order compares. */
    public static FlowColumn orderedBy(Order order) {
        return Stream.concat(ALL.stream(), Stream.of(URL))
                .filter(column -> column.traits().order() == order)
                .findFirst()
                .orElseThrow();
    }

    /** Assigns slots to the columns in the order of declaration. */
    private static final class Maker {
        private final List<FlowColumn> made = new ArrayList<>();
        private final List<Number> numbers = new ArrayList<>();
        private final List<Text> texts = new ArrayList<>();

        private Number number(
                Traits traits, Unit unit, long absent, @Nullable StoredEnum<?> constants, ToLongFunction<Flow> value) {
            Number column = new Number(traits, numbers.size(), unit, absent, constants, value);
            made.add(column);
            numbers.add(column);
            return column;
        }

        private Text text(Traits traits, @Nullable String absent, boolean latin1, TextOfFlow value) {
            Text column = new Text(traits, texts.size(), absent, latin1, value);
            made.add(column);
            texts.add(column);
            return column;
        }
    }

    private static Traits column(String name, String meaning) {
        return Traits.of(name, meaning);
    }

    private static Number number(Traits traits, ToLongFunction<Flow> value) {
        return MAKER.number(traits, Unit.COUNT, 0, null, value);
    }

    private static Number number(Traits traits, Unit unit, long absent, ToLongFunction<Flow> value) {
        return MAKER.number(traits, unit, absent, null, value);
    }

    private static Number constant(Traits traits, StoredEnum<?> constants, ToLongFunction<Flow> value) {
        return MAKER.number(traits, Unit.COUNT, NONE, constants, value);
    }

    /** A required text with no character above U+00FF. */
    private static Text text(Traits traits, TextOfFlow value) {
        return MAKER.text(traits, null, true, value);
    }

    /** An optional text with any character. */
    private static Text people(Traits traits, @Nullable String absent, TextOfFlow value) {
        return MAKER.text(traits.optional(), absent, false, value);
    }

    /** A required text with any character. */
    private static Text wide(Traits traits, TextOfFlow value) {
        return MAKER.text(traits, null, false, value);
    }

    private static TextOfFlow http(Function<HttpFlow, String> value) {
        return flow -> flow instanceof HttpFlow http ? value.apply(http) : null;
    }

    private static long held(Flow flow, ToLongFunction<Hold> value, long absent) {
        Hold held = flow.held();
        return held == null ? absent : value.applyAsLong(held);
    }

    private static @Nullable String host(Flow flow) {
        return flow instanceof HttpFlow http
                ? http.request().host()
                : ((TcpFlow) flow).target().host();
    }

    private static @Nullable String alias(Flow flow) {
        List<String> names = TextField.DOMAIN.values(flow);
        return names.size() == 1 ? null : names.get(names.size() - 1);
    }

    private static @Nullable HttpResponse response(Flow flow) {
        return flow instanceof HttpFlow http ? http.response() : null;
    }

    private static long status(Flow flow) {
        HttpResponse response = response(flow);
        return response == null ? 0 : response.status();
    }

    private static @Nullable String requestType(Flow flow) {
        return flow instanceof HttpFlow http ? http.request().headers().get("content-type") : null;
    }

    private static @Nullable String contentType(Flow flow) {
        HttpResponse response = response(flow);
        return response == null ? null : response.headers().get("content-type");
    }

    /** Returns the media type; empty if Content-Type contains none, null if there is no such field. */
    private static @Nullable String mediaType(Flow flow) {
        List<String> types = TextField.TYPE.values(flow);
        return types.isEmpty() ? null : types.get(0);
    }

    private static long step(Flow flow) {
        FlowError error = flow.error();
        return error == null ? NONE : error.step().number();
    }

    private static @Nullable String error(Flow flow) {
        FlowError error = flow.error();
        return error == null ? null : error.message();
    }

    private static @Nullable String server(Flow flow) {
        Peer server = flow.server();
        return server == null ? null : server.address().toString();
    }
}
