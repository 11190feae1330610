package dev.steno.cli.print;

import dev.steno.flow.Times;
import dev.steno.store.FlowRow;
import dev.steno.text.FlowSummary;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes one JSON object per line (RFC 8259), in ASCII. Every object has every key; a value that a flow does not have
 * is null. Bytes outside ASCII appear as the characters with the same number, so no information is lost.
 */
final class FlowJson implements FlowWriter {
    private final JsonGenerator json;
    private final PrintStream out;

    FlowJson(PrintStream out) {
        this.out = out;
        this.json = JsonFactory.builder()
                .rootValueSeparator("")
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .build()
                .createGenerator(ObjectWriteContext.empty(), out);
    }

    @Override
    public void write(FlowRow row) {
        json.writeStartObject();
        json.writeNumberProperty("id", row.id());
        json.writeStringProperty("kind", row.kind());
        text("method", row.method());
        json.writeStringProperty("url", row.url());
        if (row.status() == 0) {
            json.writeNullProperty("status");
        } else {
            json.writeNumberProperty("status", row.status());
        }
        text("type", FlowSummary.mediaType(row.contentType()));
        json.writeNumberProperty("request_size", row.requestSize());
        json.writeNumberProperty("response_size", row.responseSize());
        json.writeStringProperty("started", Timestamps.iso(row.started()));
        if (Times.isSet(row.duration())) {
            json.writeNumberProperty("duration", millis(row.duration()));
        } else {
            json.writeNullProperty("duration");
        }
        json.writeStringProperty("state", row.state().label());
        text("error", row.error());
        text(
                "error_step",
                row.errorStep() == null ? null : row.errorStep().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
        json.flush(); // into the print stream, so that a reader that follows a session sees complete lines
        out.print('\n');
    }

    @Override
    public void end() {
        json.close();
    }

    private void text(String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }

    /** Converts nanoseconds to milliseconds without rounding. */
    static BigDecimal millis(long nanos) {
        BigDecimal exact = BigDecimal.valueOf(nanos, 6).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
}
