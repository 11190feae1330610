package dev.steno.store;

import dev.steno.content.ContentType;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import org.jspecify.annotations.Nullable;

/**
 * The value of a flow that an order compares. It is the same whether derived from the flow or read from the store's
 * columns. Pure functions.
 */
public final class SortColumn {
    private SortColumn() {}

    /**
     * A value: a text or a number.
     *
     * @param text null for a number
     */
    public record Value(@Nullable String text, long number) {
        static Value of(String text) {
            return new Value(text, 0);
        }

        static Value of(long number) {
            return new Value(null, number);
        }
    }

    /** A flow's place with its value. */
    public record Placed(Place place, Value value) {}

    /** Receives the values of flows, one at a time. */
    @FunctionalInterface
    public interface Sink {
        void addValue(long flow, Value value);
    }

    /** Derives the value from a flow; agrees with {@link Order#comparator()}. */
    public static Value of(Order order, Flow flow) {
        HttpFlow http = flow instanceof HttpFlow given ? given : null;
        HttpResponse response = http == null ? null : http.response();
        return switch (order) {
            case TIME -> Value.of(flow.started());
            case METHOD -> Value.of(http == null ? "" : http.request().method());
            case HOST ->
                Value.of(
                        http == null
                                ? ((TcpFlow) flow).target().host()
                                : http.request().host());
            case URL ->
                Value.of(
                        http == null
                                ? ((TcpFlow) flow).target().toString()
                                : http.request().url());
            case STATUS -> Value.of(response == null ? Times.UNSET : response.status());
            case TYPE -> mediaType(response == null ? null : response.headers().get("content-type"));
            case SIZE -> Value.of(http != null && response == null ? Times.UNSET : flow.sentByServer());
            case DURATION -> Value.of(flow.duration());
        };
    }

    /** Converts a text that the store has read; null if the flow lacks one. */
    public static Value ofText(Order order, @Nullable String stored) {
        return order == Order.TYPE ? mediaType(stored) : Value.of(stored == null ? "" : stored);
    }

    /** Converts a number that the store has read; {@link Times#UNSET} if the flow lacks one. */
    public static Value ofNumber(long stored) {
        return Value.of(stored);
    }

    private static Value mediaType(@Nullable String header) {
        return Value.of(header == null ? "" : ContentType.parse(header).type());
    }
}
