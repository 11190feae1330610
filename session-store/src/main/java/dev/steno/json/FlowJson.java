package dev.steno.json;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.RecordedBy;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionReader;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a JSON object of a row, or of a complete flow, which begins with the keys of its row. Every object has every key;
 * a value that a flow does not have is null. Bytes outside ASCII appear as the characters with the same number, so no
 * information is lost. For one thread.
 */
public final class FlowJson {
    private final JsonGenerator json;
    private final boolean recorders;

    public FlowJson(JsonGenerator json) {
        this(json, true);
    }

    private FlowJson(JsonGenerator json, boolean recorders) {
        this.json = json;
        this.recorders = recorders;
    }

    /** Returns a writer without the key {@code recorder}, for what leaves a store: its names are those of machines. */
    public static FlowJson withoutRecorders(JsonGenerator json) {
        return new FlowJson(json, false);
    }

    /** Writes the object of a row. */
    public void write(FlowRow row) {
        json.writeStartObject();
        columns(row);
        json.writeEndObject();
    }

    /**
     * Writes all of a flow: the keys of its row, then header fields, times, connections, notes and edits.
     *
     * @param edits of the flow after its exchange
     * @param bodies read for the bytes of bodies; null to leave them out
     * @throws IOException if a body cannot be read
     */
    public void write(Flow flow, List<FlowEdit> edits, @Nullable SessionReader bodies) throws IOException {
        json.writeStartObject();
        columns(FlowRow.of(flow));
        new FlowDetailJson(json, bodies).write(flow, edits);
        json.writeEndObject();
    }

    /**
     * Writes all of a flow without its bodies.
     *
     * @param edits of the flow after its exchange
     * @param more writes further properties of the object
     */
    public void write(Flow flow, List<FlowEdit> edits, Consumer<JsonGenerator> more) throws IOException {
        json.writeStartObject();
        columns(FlowRow.of(flow));
        new FlowDetailJson(json, null).write(flow, edits);
        more.accept(json);
        json.writeEndObject();
    }

    private void columns(FlowRow row) {
        for (FlowColumn column : FlowColumns.SHOWN) {
            if (column instanceof FlowColumn.Number number) {
                number(number, row.number(number));
            } else if (column instanceof FlowColumn.Text text) {
                String value = row.text(text);
                text(column.name(), Objects.equals(value, text.absent()) ? null : value);
            } else if (column instanceof FlowColumn.Derived derived) {
                text(column.name(), derived.value().of(row));
            }
        }
        json.writeBooleanProperty("unread", row.isUnread());
        json.writeName("held");
        HoldJson.writeHeld(json, row.held());
        if (recorders) {
            writeRecorder(row);
        }
    }

    /** Who recorded a flow of a store that several share; null in a session file. */
    private void writeRecorder(FlowRow row) {
        RecordedBy by = row.recordedBy();
        if (by == null) {
            json.writeNullProperty("recorder");
        } else {
            json.writeObjectPropertyStart("recorder");
            json.writeNumberProperty("number", FlowNumber.recorder(row.id()));
            json.writeStringProperty("file", by.file());
            json.writeStringProperty("host", by.host());
            json.writeEndObject();
        }
    }

    private void number(FlowColumn.Number column, long value) {
        if (column.isUnknown(value)) {
            json.writeNullProperty(column.name());
        } else if (column.constants() != null) {
            text(column.name(), column.constants().word(value));
        } else if (column.unit() == FlowColumn.Unit.TIME) {
            text(column.name(), Timestamps.iso(value));
        } else if (column.unit() == FlowColumn.Unit.DURATION) {
            json.writeNumberProperty(column.name(), millis(value));
        } else if (column == FlowColumns.ID) {
            FlowIdJson.property(json, column.name(), value);
        } else {
            json.writeNumberProperty(column.name(), value);
        }
    }

    private void text(String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }

    /** Converts nanoseconds to milliseconds without rounding. */
    public static BigDecimal millis(long nanos) {
        BigDecimal exact = BigDecimal.valueOf(nanos, 6).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
}
