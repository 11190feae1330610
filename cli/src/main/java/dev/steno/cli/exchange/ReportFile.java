package dev.steno.cli.exchange;

import dev.steno.interop.SessionImport;
import dev.steno.interop.loss.LossJson;
import dev.steno.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The report of an import as JSON, for programs. Stateless. */
final class ReportFile {
    private ReportFile() {}

    /** Writes what was imported from each file. */
    static void write(Path to, List<SessionImport.Imported> files) throws IOException {
        Files.write(to, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("files");
            files.forEach(each -> file(json, each));
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void file(JsonGenerator json, SessionImport.Imported file) {
        json.writeStartObject();
        json.writeStringProperty("file", file.file());
        json.writeStringProperty("format", file.format().label());
        json.writeNumberProperty("flows", file.flows());
        if (file.damage() != null) {
            json.writeStringProperty("damage", file.damage());
        }
        LossJson.write(json, file.losses());
        json.writeEndObject();
    }
}
