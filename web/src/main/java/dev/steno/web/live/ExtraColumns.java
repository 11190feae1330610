package dev.steno.web.live;

import dev.steno.content.view.OperationName;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.RecordedBy;
import dev.steno.flow.Times;
import dev.steno.text.FlowTimings;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Columns that a page asks for by name, after those of all rows. They are worked out for the rows of the window alone, so
 * that no order and no search knows them. Immutable.
 *
 * <ul>
 *   <li>{@code operation}: the operation of GraphQL or the method of gRPC
 *   <li>{@code recorder}: who recorded the flow, in a store that several share; null in a session file
 *   <li>{@code timings}: milliseconds of connect, TLS, send, wait and receive; null for those not known
 *   <li>{@code header:NAME}: the field of the response, else that of the request
 * </ul>
 *
 * An unknown name is a column of nulls.
 *
 * @param names the columns in their order, at most {@link #MOST}
 */
record ExtraColumns(List<String> names) {
    /** Upper bound on columns; further ones are ignored. */
    static final int MOST = 20;

    static final ExtraColumns NONE = new ExtraColumns(List.of());

    private static final String HEADER = "header:";
    private static final int MOST_CHARS = 1_000;
    private static final double NANOS_PER_MILLI = 1e6;

    ExtraColumns {
        names = List.copyOf(names.subList(0, Math.min(MOST, names.size())));
    }

    /** Writes the values of a flow, in order. */
    void write(JsonGenerator json, Flow flow) {
        for (String name : names) {
            if (name.equals("timings")) {
                timings(json, FlowTimings.of(flow));
            } else if (name.equals("operation")) {
                text(json, OperationName.of(flow));
            } else if (name.equals("recorder")) {
                RecordedBy by = flow.notes().recordedBy();
                text(json, by == null ? null : by.text());
            } else {
                text(json, name.startsWith(HEADER) ? field(flow, name.substring(HEADER.length())) : null);
            }
        }
    }

    private static @Nullable String field(Flow flow, String name) {
        if (!(flow instanceof HttpFlow http)) {
            return null;
        }
        HttpResponse response = http.response();
        String value = response == null ? null : all(response.headers(), name);
        return value == null ? all(http.request().headers(), name) : value;
    }

    /** All values of a field, since one that is sent twice is news. */
    private static @Nullable String all(Headers headers, String name) {
        List<String> values = headers.all(name.toLowerCase(Locale.ROOT));
        return values.isEmpty() ? null : String.join(" · ", values);
    }

    private static void text(JsonGenerator json, @Nullable String text) {
        if (text == null) {
            json.writeNull();
        } else {
            json.writeString(text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS));
        }
    }

    private static void timings(JsonGenerator json, FlowTimings timings) {
        json.writeStartArray();
        for (long nanos :
                new long[] {timings.connect(), timings.tls(), timings.send(), timings.await(), timings.receive()}) {
            if (nanos == Times.UNSET) {
                json.writeNull();
            } else {
                json.writeNumber(nanos / NANOS_PER_MILLI);
            }
        }
        json.writeEndArray();
    }
}
