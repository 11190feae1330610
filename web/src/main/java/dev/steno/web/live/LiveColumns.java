package dev.steno.web.live;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.json.FlowIdJson;
import dev.steno.json.HoldJson;
import dev.steno.store.FlowHistory;
import dev.steno.store.FlowRow;
import dev.steno.store.StoredEnum;
import dev.steno.text.FlowSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The columns of the rows on the live channel: a row is an array in this order. Stateless; any thread. */
final class LiveColumns {
    /** Times are in microseconds, since JavaScript's numbers are exact up to 2^53 only. */
    private static final long NANOS_PER_MICRO = 1_000;

    private static final double NANOS_PER_MILLI = 1e6;

    /** A column: its name, and how its value is written. */
    private record Column(String name, Writer writer) {}

    private interface Writer {
        void write(JsonGenerator json, Row row);
    }

    /** What a row is made of. */
    private record Row(Flow flow, FlowRow columns, int highlights) {}

    private static final List<Column> ALL = List.of(
            new Column("id", (json, row) -> FlowIdJson.write(json, row.flow().id())),
            new Column("revision", (json, row) -> json.writeNumber(row.flow().revision())),
            new Column("kind", (json, row) -> json.writeString(row.flow().kind())),
            new Column(
                    "state", (json, row) -> json.writeString(row.flow().state().label())),
            text("method", row -> row.columns().method()),
            text("scheme", row -> row.columns().scheme()),
            text("host", row -> row.columns().host()),
            new Column("port", (json, row) -> json.writeNumber(row.columns().port())),
            text("path", row -> row.columns().path()),
            new Column("status", (json, row) -> json.writeNumber(row.columns().status())),
            text("type", row -> FlowSummary.mediaType(row.columns().contentType())),
            new Column(
                    "request_size",
                    (json, row) -> json.writeNumber(row.columns().requestSize())),
            new Column("size", (json, row) -> json.writeNumber(row.columns().responseSize())),
            new Column("duration", (json, row) -> duration(json, row.columns().duration())),
            new Column("started", (json, row) -> time(json, row.columns().started())),
            text("error", row -> row.columns().error()),
            text("mark", row -> row.columns().mark()),
            text("comment", row -> row.columns().comment()),
            text("client", row -> row.columns().client()),
            text("server", row -> row.columns().server()),
            text("version", row -> version(row.flow())),
            text("replay", row -> replay(row.columns().replay())),
            new Column(
                    "websocket", (json, row) -> json.writeBoolean(row.columns().webSocket())),
            new Column("unread", (json, row) -> json.writeBoolean(row.columns().isUnread())),
            new Column(
                    "held",
                    (json, row) -> HoldJson.writeHeld(json, row.columns().held())),
            new Column("edited", (json, row) -> json.writeBoolean(FlowHistory.isChanged(row.flow()))),
            new Column(
                    "connection",
                    (json, row) -> FlowIdJson.write(json, row.flow().client().connection())),
            new Column("highlights", (json, row) -> json.writeNumber(row.highlights())));

    /** The names, in order. */
    static final List<String> NAMES = ALL.stream().map(Column::name).toList();

    private LiveColumns() {}

    private interface Text {
        @Nullable
        String of(Row row);
    }

    private static Column text(String name, Text value) {
        return new Column(name, (json, row) -> {
            String text = value.of(row);
            if (text == null) {
                json.writeNull();
            } else {
                json.writeString(text);
            }
        });
    }

    /** Writes the row of a flow, with further columns after its own. */
    static void write(JsonGenerator json, Flow flow, int highlights, ExtraColumns extra) {
        Row row = new Row(flow, FlowRow.of(flow), highlights);
        json.writeStartArray();
        for (Column column : ALL) {
            column.writer().write(json, row);
        }
        extra.write(json, flow);
        json.writeEndArray();
    }

    private static void time(JsonGenerator json, long nanos) {
        if (Times.isSet(nanos)) {
            json.writeNumber(nanos / NANOS_PER_MICRO);
        } else {
            json.writeNull();
        }
    }

    private static void duration(JsonGenerator json, long nanos) {
        if (nanos == Times.UNSET) {
            json.writeNull();
        } else {
            json.writeNumber(nanos / NANOS_PER_MILLI);
        }
    }

    private static @Nullable String replay(Notes.Replay replay) {
        return replay == Notes.Replay.NONE ? null : StoredEnum.label(replay);
    }

    /** The version of the response, or of the request while there is none; null for a raw stream. */
    private static @Nullable String version(Flow flow) {
        if (!(flow instanceof HttpFlow http)) {
            return null;
        }
        HttpRequest request = http.request();
        HttpResponse response = http.response();
        return response == null ? request.version() : response.version();
    }
}
