package dev.steno.diff;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparedRow;
import dev.steno.compare.IgnoreRule;
import dev.steno.flow.Flow;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import dev.steno.store.FlowRow;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a comparison for programs: an object each for what is compared, for a difference and for the result, of which
 * {@code type} says what it is. The caller writes what is between them. For one thread.
 */
public final class DifferenceJson {
    /** Upper bound on the characters of a value. */
    public static final int LONGEST = 64 << 10;

    private final JsonGenerator json;
    private final long rows;
    private final int longest;

    /**
     * @param rows upper bound on the values of a part; further ones are counted as {@code omitted}
     * @param longest upper bound on the characters of a value
     */
    public DifferenceJson(JsonGenerator json, long rows, int longest) {
        this.json = json;
        this.rows = rows;
        this.longest = longest;
    }

    /** Writes all values of a part. */
    public DifferenceJson(JsonGenerator json) {
        this(json, Long.MAX_VALUE, LONGEST);
    }

    /**
     * What a side is called.
     *
     * @param file its session
     * @param filter which flows of it, as it was given; empty for all
     */
    public record SideName(String file, String filter) {}

    private void object(String type, Consumer<JsonGenerator> content) {
        json.writeStartObject();
        json.writeStringProperty("type", type);
        content.accept(json);
        json.writeEndObject();
    }

    /** Writes what is compared. */
    public void writeHead(SideName left, SideName right, List<IgnoreRule> ignored) {
        object("head", to -> {
            side("left", left);
            side("right", right);
            to.writeArrayPropertyStart("ignored");
            ignored.forEach(rule -> to.writeString(rule.toString()));
            to.writeEndArray();
        });
    }

    private void side(String name, SideName side) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("file", side.file());
        json.writeStringProperty("filter", side.filter());
        json.writeEndObject();
    }

    /** Writes a difference. */
    public void write(FlowDifference difference) {
        object(difference.kind().word(), to -> {
            flow("left", difference.left());
            flow("right", difference.right());
            if (difference.kind() == FlowDifference.Kind.CHANGED) {
                to.writeArrayPropertyStart("parts");
                difference.parts().forEach(this::part);
                to.writeEndArray();
            }
        });
    }

    private void flow(String name, @Nullable Flow flow) {
        if (flow != null) {
            json.writeName(name);
            new FlowJson(json).write(FlowRow.of(flow));
        }
    }

    private void part(ComparedPart part) {
        List<ComparedRow> differing =
                part.rows().stream().filter(row -> !row.same()).toList();
        List<ComparedRow> shown = differing.stream().limit(rows).toList();
        json.writeStartObject();
        json.writeStringProperty("part", part.name());
        json.writeStringProperty("note", part.note());
        json.writeNumberProperty("omitted", part.omitted() + differing.size() - shown.size());
        json.writeArrayPropertyStart("rows");
        for (ComparedRow row : shown) {
            json.writeStartObject();
            json.writeStringProperty("key", row.key());
            Json.property(json, "left", cut(row.values().get(0)));
            Json.property(json, "right", cut(row.values().get(1)));
            part.ignoring(row).ifPresent(rule -> json.writeStringProperty("ignore", rule.toString()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private @Nullable String cut(@Nullable String value) {
        if (value == null || value.length() <= longest) {
            return value;
        }
        boolean splits = longest > 0 && Character.isHighSurrogate(value.charAt(longest - 1));
        int end = splits ? longest - 1 : longest;
        return value.substring(0, end) + "\u2026 (" + (value.length() - end) + " more characters)";
    }

    /** Writes the result. */
    public void writeSummary(DiffSummary summary) {
        object("summary", to -> {
            to.writeBooleanProperty("same", summary.isSame());
            to.writeNumberProperty("left", summary.left());
            to.writeNumberProperty("right", summary.right());
            to.writeNumberProperty("pairs_same", summary.same());
            to.writeNumberProperty("changed", summary.changed());
            to.writeNumberProperty("removed", summary.removed());
            to.writeNumberProperty("added", summary.added());
            to.writeNumberProperty("recoded", summary.recoded());
            to.writeNumberProperty("damaged", summary.damaged());
            to.writeObjectPropertyStart("parts");
            for (Map.Entry<String, Long> part : summary.parts().entrySet()) {
                to.writeNumberProperty(part.getKey(), part.getValue());
            }
            to.writeEndObject();
        });
    }
}
