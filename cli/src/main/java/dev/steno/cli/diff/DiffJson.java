package dev.steno.cli.diff;

import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.StandardOut;
import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.diff.DiffSummary;
import dev.steno.diff.FlowDifference;
import dev.steno.flow.Flow;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import dev.steno.store.FlowRow;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Differences for programs: an object a line, of which {@code type} says what it is. For one thread. */
final class DiffJson implements DiffOutput {
    /** Upper bound on the characters of a value. */
    private static final int LONGEST = 64 << 10;

    private final Console console;
    private final DiffOptions options;
    private final long limit;
    private long written;

    DiffJson(Console console, DiffOptions options) {
        this.console = console;
        this.options = options;
        this.limit = options.limit() < 0 ? Long.MAX_VALUE : options.limit();
    }

    private void line(String type, Consumer<JsonGenerator> content) {
        JsonGenerator json = Json.ascii(console.out());
        json.writeStartObject();
        json.writeStringProperty("type", type);
        content.accept(json);
        json.writeEndObject();
        json.close();
        console.out().print('\n');
    }

    @Override
    public void writeHead(List<DiffOptions.Side> sides) {
        line("head", json -> {
            for (int i = 0; i < sides.size(); i++) {
                json.writeObjectPropertyStart(i == 0 ? "left" : "right");
                json.writeStringProperty("file", sides.get(i).file().toString());
                json.writeStringProperty("filter", sides.get(i).text());
                json.writeEndObject();
            }
            json.writeArrayPropertyStart("ignored");
            options.ignored().forEach(rule -> json.writeString(rule.toString()));
            json.writeEndArray();
        });
    }

    @Override
    public void write(FlowDifference difference) throws StandardOut.Gone {
        if (written++ >= limit) {
            return;
        }
        line(difference.kind().word(), json -> {
            flow(json, "left", difference.left());
            flow(json, "right", difference.right());
            if (difference.kind() == FlowDifference.Kind.CHANGED) {
                json.writeArrayPropertyStart("parts");
                difference.parts().forEach(part -> part(json, part));
                json.writeEndArray();
            }
        });
        console.flush();
    }

    private static void flow(JsonGenerator json, String name, @Nullable Flow flow) {
        if (flow != null) {
            json.writeName(name);
            new FlowJson(json).write(FlowRow.of(flow));
        }
    }

    private static void part(JsonGenerator json, ComparedPart part) {
        json.writeStartObject();
        json.writeStringProperty("part", part.name());
        json.writeStringProperty("note", part.note());
        json.writeNumberProperty("omitted", part.omitted());
        json.writeArrayPropertyStart("rows");
        for (ComparedRow row : part.rows()) {
            if (!row.same()) {
                json.writeStartObject();
                json.writeStringProperty("key", row.key());
                Json.property(json, "left", cut(row.values().get(0)));
                Json.property(json, "right", cut(row.values().get(1)));
                part.ignoring(row).ifPresent(rule -> json.writeStringProperty("ignore", rule.toString()));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static @Nullable String cut(@Nullable String value) {
        return value == null || value.length() <= LONGEST
                ? value
                : value.substring(0, LONGEST) + "\u2026 (" + (value.length() - LONGEST) + " more characters)";
    }

    @Override
    public void writeEnd(DiffSummary summary) {
        line("summary", json -> {
            json.writeBooleanProperty("same", summary.isSame());
            json.writeNumberProperty("left", summary.left());
            json.writeNumberProperty("right", summary.right());
            json.writeNumberProperty("pairs_same", summary.same());
            json.writeNumberProperty("changed", summary.changed());
            json.writeNumberProperty("removed", summary.removed());
            json.writeNumberProperty("added", summary.added());
            json.writeNumberProperty("recoded", summary.recoded());
            json.writeObjectPropertyStart("parts");
            for (Map.Entry<String, Long> part : summary.parts().entrySet()) {
                json.writeNumberProperty(part.getKey(), part.getValue());
            }
            json.writeEndObject();
        });
    }

    @Override
    public void close() {}
}
