package dev.steno.web.exchange;

import dev.steno.interop.loss.LossJson;
import dev.steno.interop.loss.LossReport;
import dev.steno.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What became of a file that was sent. Not to be changed.
 *
 * @param format its name, as {@code /formats} lists it
 * @param flows number of flows that were read
 * @param damage why the rest of the file was not read; null if all of it was
 * @param remedy what a client may ask for besides, by the name of a parameter; null if nothing helps
 */
public record ImportOutcome(
        String file,
        String format,
        long flows,
        @Nullable String damage,
        @Nullable String remedy,
        LossReport losses) {
    /** A file that was read to its end, without a loss. */
    public static ImportOutcome whole(String file, String format, long flows) {
        return new ImportOutcome(file, format, flows, null, null, new LossReport());
    }

    /** Writes it as members of an answer. */
    public void write(JsonGenerator json) {
        json.writeStringProperty("file", file);
        json.writeStringProperty("format", format);
        json.writeNumberProperty("flows", flows);
        Json.property(json, "damage", damage);
        Json.property(json, "remedy", remedy);
        LossJson.write(json, losses);
    }
}
