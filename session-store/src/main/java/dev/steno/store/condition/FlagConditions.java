package dev.steno.store.condition;

import dev.steno.filter.Flag;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.store.FlowColumns;
import dev.steno.store.condition.Condition.Absent;
import dev.steno.store.condition.Condition.Fixed;
import dev.steno.store.condition.Condition.OneOf;
import dev.steno.store.condition.Condition.Other;
import dev.steno.store.condition.Condition.Present;
import dev.steno.store.condition.Condition.Sign;
import dev.steno.store.condition.Condition.StartsWith;
import java.util.List;

/** Translates the flags of filters. Pure functions. */
final class FlagConditions {
    static final Condition HTTP = new OneOf(FlowColumns.KIND, List.of("http"));
    static final Condition NOT_HTTP = new Other(FlowColumns.KIND, "http");
    static final Condition OPEN = new Fixed(FlowColumns.STATE, Sign.EQ, FlowState.OPEN.number());
    static final Condition ENDED = new Fixed(FlowColumns.STATE, Sign.NE, FlowState.OPEN.number());
    static final Condition HAS_RESPONSE = new Present(new FlowValue.Stored(FlowColumns.STATUS));

    /** As in the index {@code flow_error}. */
    static final Condition FAILED = new Present(new FlowValue.Stored(FlowColumns.ERROR_STEP));

    private static final Condition NO_RESPONSE = new Absent(FlowColumns.STATUS);

    /** The flow is open and may still get a response, so the properties of its response are unknown. */
    static final Condition AWAITS_RESPONSE = Condition.all(HTTP, OPEN, NO_RESPONSE);

    private static final Condition TCP = new OneOf(FlowColumns.KIND, List.of("tcp"));

    private static final Condition ASSET = Condition.any(
            new OneOf(
                    FlowColumns.MEDIA_TYPE,
                    List.of("text/javascript", "application/javascript", "application/x-javascript", "text/css")),
            new StartsWith(FlowColumns.MEDIA_TYPE, "image/"),
            new StartsWith(FlowColumns.MEDIA_TYPE, "font/"),
            new StartsWith(FlowColumns.MEDIA_TYPE, "application/font"));

    private FlagConditions() {}

    /**
     * Returns a condition for flows that have the property, or for flows that certainly lack it if {@code yes} is false.
     */
    static Condition where(Flag flag, boolean yes) {
        Condition has = has(flag);
        if (yes) {
            return has;
        }
        return switch (flag) {
            case ASSET -> Condition.all(has.not(), AWAITS_RESPONSE.not());
            case WEBSOCKET ->
                Condition.all(new Fixed(FlowColumns.WEBSOCKET, Sign.EQ, 0), Condition.any(NOT_HTTP, ENDED));
            default -> has.not();
        };
    }

    private static Condition has(Flag flag) {
        return switch (flag) {
            case NO_RESPONSE -> Condition.all(HTTP, NO_RESPONSE);
            case RESPONSE -> HAS_RESPONSE;
            case ERROR -> FAILED;
            case ASSET -> ASSET;
            case HTTP -> HTTP;
            case TCP -> TCP;
            case UNREAD ->
                Condition.all(
                        TCP,
                        new OneOf(FlowColumns.SCHEME, List.of("tls")),
                        Condition.any(
                                new Absent(FlowColumns.ERROR_STEP),
                                new Fixed(FlowColumns.ERROR_STEP, Sign.EQ, FlowError.Step.RELAY.number())));
            case UDP, DNS -> Condition.FALSE;
            case WEBSOCKET -> new Fixed(FlowColumns.WEBSOCKET, Sign.EQ, 1);
            case HELD -> new Present(new FlowValue.Stored(FlowColumns.HELD));
            case MARKED -> new Present(new FlowValue.Stored(FlowColumns.MARK));
            case REPLAYED -> new Fixed(FlowColumns.REPLAY, Sign.NE, Notes.Replay.NONE.number());
            case REPLAYED_REQUEST -> new Fixed(FlowColumns.REPLAY, Sign.EQ, Notes.Replay.REQUEST.number());
            case REPLAYED_RESPONSE -> new Fixed(FlowColumns.REPLAY, Sign.EQ, Notes.Replay.RESPONSE.number());
        };
    }
}
