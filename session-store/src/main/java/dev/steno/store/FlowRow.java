package dev.steno.store;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.Notes;
import dev.steno.flow.RecordedBy;
import dev.steno.flow.Times;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a flow that the store keeps beside its encoded form; enough to show it in a list. Immutable. Columns
 * that code needs have a method; the others are read by {@link #number} or {@link #text}.
 */
public final class FlowRow {
    private final long[] numbers;
    private final @Nullable String[] texts;
    private final @Nullable RecordedBy recordedBy;

    private FlowRow(long[] numbers, @Nullable String[] texts, @Nullable RecordedBy recordedBy) {
        this.numbers = numbers;
        this.texts = texts;
        this.recordedBy = recordedBy;
    }

    /** Derives the row from a flow. */
    public static FlowRow of(Flow flow) {
        long[] numbers = new long[FlowColumns.NUMBERS.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = FlowColumns.NUMBERS[i].value().applyAsLong(flow);
        }
        @Nullable String[] texts = new @Nullable String[FlowColumns.TEXTS.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = FlowColumns.TEXTS[i].value().of(flow);
        }
        return new FlowRow(numbers, texts, flow.notes().recordedBy());
    }

    /** Returns the same row of a store that several recorders share, with who recorded the flow. */
    public FlowRow recordedBy(RecordedBy by) {
        return new FlowRow(numbers, texts, by);
    }

    /** Builds one row from values that a store has read. For one thread. */
    public static final class Builder {
        private final long[] numbers = new long[FlowColumns.NUMBERS.length];
        private final @Nullable String[] texts = new @Nullable String[FlowColumns.TEXTS.length];

        /** @param value {@link FlowColumn.Number#absent} if the store has none */
        public void set(FlowColumn.Number column, long value) {
            numbers[column.slot()] = value;
        }

        /** @param value {@link FlowColumn.Text#absent} if the store has none */
        public void set(FlowColumn.Text column, @Nullable String value) {
            texts[column.slot()] = value;
        }

        /** Returns the row. The builder must not be used afterwards. */
        public FlowRow build() {
            return new FlowRow(numbers, texts, null);
        }
    }

    /** Returns a number; {@link FlowColumn.Number#absent} if the flow lacks it. */
    public long number(FlowColumn.Number column) {
        return numbers[column.slot()];
    }

    /** Returns a text; {@link FlowColumn.Text#absent}, which may be null, if the flow lacks it. */
    public @Nullable String text(FlowColumn.Text column) {
        return texts[column.slot()];
    }

    private String required(FlowColumn.Text column) {
        return Objects.requireNonNull(texts[column.slot()], column.name());
    }

    public long id() {
        return number(FlowColumns.ID);
    }

    public int revision() {
        return (int) number(FlowColumns.REVISION);
    }

    /** {@code http} or {@code tcp}. */
    public String kind() {
        return required(FlowColumns.KIND);
    }

    public FlowState state() {
        return Objects.requireNonNull(StoredEnum.STATE.of(number(FlowColumns.STATE)));
    }

    /** Nanoseconds since the epoch. */
    public long started() {
        return number(FlowColumns.STARTED);
    }

    /** Nanoseconds; {@link Times#UNSET} while open. */
    public long duration() {
        return number(FlowColumns.DURATION);
    }

    /** Null for a raw stream. */
    public @Nullable String method() {
        return text(FlowColumns.METHOD);
    }

    /** {@code http}, {@code https}, or the protocol of a raw stream. */
    public String scheme() {
        return required(FlowColumns.SCHEME);
    }

    /** The host that the client requested. */
    public String host() {
        return required(FlowColumns.HOST);
    }

    public int port() {
        return (int) number(FlowColumns.PORT);
    }

    /** The request target's path and query, raw; null for a raw stream. */
    public @Nullable String path() {
        return text(FlowColumns.PATH);
    }

    /** Status of the final response; 0 if there is none. */
    public int status() {
        return (int) number(FlowColumns.STATUS);
    }

    /** The Content-Type field of the request as sent; null if it has none. */
    public @Nullable String requestType() {
        return text(FlowColumns.REQUEST_TYPE);
    }

    /** The Content-Type field of the response as sent; null if it has none. */
    public @Nullable String contentType() {
        return text(FlowColumns.CONTENT_TYPE);
    }

    /** Bytes of the body, or of a WebSocket's messages, transferred from the client. */
    public long requestSize() {
        return number(FlowColumns.REQUEST_SIZE);
    }

    /** Bytes of the body, or of a WebSocket's messages, transferred from the server. */
    public long responseSize() {
        return number(FlowColumns.RESPONSE_SIZE);
    }

    /** The step at which the flow failed; null if it did not fail. */
    public FlowError.@Nullable Step errorStep() {
        return StoredEnum.STEP.of(number(FlowColumns.ERROR_STEP));
    }

    /** The error as one sentence for people; null if the flow did not fail. */
    public @Nullable String error() {
        return text(FlowColumns.ERROR);
    }

    /** The mark; empty if there is none. */
    public String mark() {
        return required(FlowColumns.MARK);
    }

    /** The comment; empty if there is none. */
    public String comment() {
        return required(FlowColumns.COMMENT);
    }

    public Notes.Replay replay() {
        return Objects.requireNonNull(StoredEnum.REPLAY.of(number(FlowColumns.REPLAY)));
    }

    /** The client's address, {@code ip:port}. */
    public String client() {
        return required(FlowColumns.CLIENT);
    }

    /** The {@code host:port} to which the upstream connection was opened; null if none was attempted. */
    public @Nullable String server() {
        return text(FlowColumns.SERVER);
    }

    /** Whether the flow is an HTTP flow whose connection became a WebSocket. */
    public boolean webSocket() {
        return number(FlowColumns.WEBSOCKET) != 0;
    }

    /** The hold that lasts, or that lasted when the recording was cut off; null if there is none. */
    public @Nullable Hold held() {
        Hold.Point point = StoredEnum.POINT.of(number(FlowColumns.HELD));
        if (point == null) {
            return null;
        }
        String why = text(FlowColumns.HELD_WHY);
        return new Hold(
                point,
                number(FlowColumns.HELD_SINCE),
                number(FlowColumns.HELD_UNTIL),
                why == null ? "" : why,
                Times.UNSET,
                null,
                "");
    }

    /** Whether the flow is TLS that was passed through and not decrypted. */
    public boolean isUnread() {
        FlowError.Step step = errorStep();
        return kind().equals("tcp") && scheme().equals("tls") && (step == null || step == FlowError.Step.RELAY);
    }

    /** Who recorded the flow, in a store that several recorders share; null in a session file. */
    public @Nullable RecordedBy recordedBy() {
        return recordedBy;
    }

    /** The URL in its usual form; {@code host:port} for a raw stream or a CONNECT. */
    public String url() {
        String target = path();
        Endpoint server = new Endpoint(host(), port());
        if (target == null || "CONNECT".equals(method())) {
            return server.toString();
        }
        return scheme() + "://" + server.authority(scheme()) + (target.startsWith("/") ? target : "/" + target);
    }

    /** By the columns: who recorded a flow is beside them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FlowRow row && Arrays.equals(numbers, row.numbers) && Arrays.equals(texts, row.texts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(texts);
    }

    @Override
    public String toString() {
        return "FlowRow[" + id() + ", revision " + revision() + ", " + url() + "]";
    }
}
