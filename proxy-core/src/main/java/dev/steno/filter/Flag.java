package dev.steno.filter;

import dev.steno.content.ContentType;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes.Replay;
import dev.steno.flow.TcpFlow;
import java.util.function.Function;

/** A property that a flow has or lacks, written as letters without an operand. */
public enum Flag {
    NO_RESPONSE("~q", "request without a response yet", flow -> is(flow instanceof HttpFlow h && h.response() == null)),
    RESPONSE("~s", "has a response", flow -> is(flow instanceof HttpFlow h && h.response() != null)),
    ERROR("~e", "has an error", flow -> is(flow.error() != null)),
    ASSET("~a", "response is a script, a style sheet, an image or a font", Flag::asset),
    HTTP("~http", "HTTP", flow -> is(flow instanceof HttpFlow)),
    TCP("~tcp", "raw stream", flow -> is(flow instanceof TcpFlow)),
    UNREAD(
            "~unread",
            "TLS that was passed through, not decrypted",
            flow -> is(flow instanceof TcpFlow tcp && tcp.isUnread())),
    UDP("~udp", "UDP stream; matches nothing, since none are recorded", flow -> Match.NO),
    DNS("~dns", "DNS query; matches nothing, since none are recorded", flow -> Match.NO),
    WEBSOCKET("~websocket", "WebSocket", Flag::webSocket),
    HELD(
            "~held",
            "a message waits for a person, or did when the recording was cut off",
            flow -> is(flow.held() != null)),
    MARKED("~marked", "has a mark", flow -> is(!flow.notes().mark().isEmpty())),
    REPLAYED("~replay", "was replayed", flow -> is(flow.notes().replay() != Replay.NONE)),
    REPLAYED_REQUEST("~replayq", "request was replayed", flow -> is(flow.notes().replay() == Replay.REQUEST)),
    REPLAYED_RESPONSE(
            "~replays", "response was replayed", flow -> is(flow.notes().replay() == Replay.RESPONSE));

    private final String operator;
    private final String help;
    private final Function<Flow, Match> test;

    Flag(String operator, String help, Function<Flow, Match> test) {
        this.operator = operator;
        this.help = help;
        this.test = test;
    }

    /** Its letters, with their tilde. */
    public String operator() {
        return operator;
    }

    /** Its meaning, in a few words. */
    public String help() {
        return help;
    }

    /** Whether the flow has the property. */
    public Match test(Flow flow) {
        return test.apply(flow);
    }

    private static Match is(boolean matches) {
        return Match.of(matches);
    }

    private static Match webSocket(Flow flow) {
        if (flow instanceof HttpFlow http && http.webSocket() != null) {
            return Match.YES;
        }
        return flow instanceof HttpFlow && flow.state() == FlowState.OPEN ? Match.UNKNOWN : Match.NO;
    }

    private static Match asset(Flow flow) {
        if (FlowTexts.awaitsResponse(flow)) {
            return Match.UNKNOWN;
        }
        return is(flow instanceof HttpFlow http
                && FlowTexts.responseTypes(http).stream()
                        .anyMatch(value -> isAsset(ContentType.parse(value).type())));
    }

    private static boolean isAsset(String type) {
        return switch (type) {
            case "text/javascript", "application/javascript", "application/x-javascript", "text/css" -> true;
            default -> type.startsWith("image/") || type.startsWith("font/") || type.startsWith("application/font");
        };
    }
}
