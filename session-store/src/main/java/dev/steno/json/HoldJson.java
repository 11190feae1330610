package dev.steno.json;

import dev.steno.flow.Hold;
import dev.steno.flow.Times;
import dev.steno.text.Timestamps;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes holds. Stateless. */
public final class HoldJson {
    private HoldJson() {}

    /** Writes a hold that lasts as an object; null if there is none. */
    public static void writeHeld(JsonGenerator json, @Nullable Hold held) {
        if (held == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        begin(json, held);
        json.writeEndObject();
    }

    /** Writes all holds of a flow as an array, with how they ended. */
    static void write(JsonGenerator json, List<Hold> holds) {
        json.writeStartArray();
        for (Hold hold : holds) {
            json.writeStartObject();
            begin(json, hold);
            time(json, "ended", hold.ended());
            Hold.Outcome outcome = hold.outcome();
            if (outcome == null) {
                json.writeNullProperty("outcome");
            } else {
                json.writeStringProperty("outcome", outcome.label());
            }
            if (hold.by().isEmpty()) {
                json.writeNullProperty("by");
            } else {
                json.writeStringProperty("by", hold.by());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes what is known of a hold from its begin on, as members of an object. */
    public static void begin(JsonGenerator json, Hold hold) {
        json.writeStringProperty("point", hold.point().label());
        time(json, "since", hold.since());
        time(json, "deadline", hold.deadline());
        json.writeStringProperty("why", hold.why());
    }

    private static void time(JsonGenerator json, String name, long nanos) {
        if (Times.isSet(nanos)) {
            json.writeStringProperty(name, Timestamps.iso(nanos));
        } else {
            json.writeNullProperty(name);
        }
    }
}
