package dev.steno.filter;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import java.util.function.ToLongFunction;

/** A number field of a flow, compared by its name: {@code status >= 500}. */
public enum NumberField {
    ID("id", Argument.FLOW, "number of the flow", Flow::id),
    STATUS("status", Argument.STATUS, "status code of the response", NumberField::status),
    PORT(
            "port",
            Argument.NUMBER,
            "requested port",
            flow -> FlowTexts.target(flow).port()),
    /** Bytes. */
    SIZE("size", Argument.SIZE, "bytes of the response body on the wire, or sent by the server", NumberField::size),
    /** Bytes. */
    REQUEST_SIZE("reqsize", Argument.SIZE, "bytes of the request body, or sent by the client", Flow::sentByClient),
    /** Nanoseconds. */
    DURATION("duration", Argument.DURATION, "time from start to end", Flow::duration),
    /** Nanoseconds since the epoch. */
    STARTED("started", Argument.TIME, "when the flow started", Flow::started),
    REPLAY_OF(
            "replayof",
            Argument.FLOW,
            "number of the flow whose request was sent again",
            flow -> flow.notes().replayOf().orElse(Times.UNSET));

    private final String label;
    private final Argument argument;
    private final String help;
    private final ToLongFunction<Flow> value;

    NumberField(String label, Argument argument, String help, ToLongFunction<Flow> value) {
        this.label = label;
        this.argument = argument;
        this.help = help;
        this.value = value;
    }

    /** Its name in comparisons. */
    public String label() {
        return label;
    }

    /** The kind of operand it is compared with. */
    public Argument argument() {
        return argument;
    }

    /** Its meaning, in a few words. */
    public String help() {
        return help;
    }

    /** The current value, in the field's unit; {@link Times#UNSET} if there is none. */
    public long value(Flow flow) {
        return value.applyAsLong(flow);
    }

    Match test(Flow flow, Relation relation, long operand) {
        long now = value(flow);
        if (now == Times.UNSET) {
            return mayChange(flow) ? Match.UNKNOWN : Match.NO;
        }
        return mayChange(flow) ? relation.holdsFrom(now, operand) : Match.of(relation.holds(now, operand));
    }

    /** Whether the value may still appear or grow. No field's value ever shrinks. */
    private boolean mayChange(Flow flow) {
        if (flow.state() != FlowState.OPEN) {
            return false;
        }
        return switch (this) {
            case ID, PORT, STARTED, REPLAY_OF -> false;
            case DURATION -> true;
            case STATUS -> FlowTexts.awaitsResponse(flow);
            case REQUEST_SIZE -> !(flow instanceof HttpFlow http) || mayChange(http, BodySearch.ended(http.request()));
            case SIZE -> !(flow instanceof HttpFlow http) || mayChange(http, BodySearch.ended(http.response()));
        };
    }

    /**
     * A complete body does not grow. But the bytes sent grow while the connection is a WebSocket, or may still become
     * one.
     */
    private static boolean mayChange(HttpFlow flow, boolean ended) {
        return !ended
                || flow.webSocket() != null
                || flow.request().headers().contains("Upgrade")
                || flow.request().headers().contains(":protocol")
                || flow.request().method().equals("CONNECT");
    }

    private static long status(Flow flow) {
        HttpResponse response = flow instanceof HttpFlow http ? http.response() : null;
        return response == null ? Times.UNSET : response.status();
    }

    private static long size(Flow flow) {
        if (flow instanceof HttpFlow http) {
            return http.response() == null ? Times.UNSET : flow.sentByServer();
        }
        return flow.sentByServer();
    }
}
