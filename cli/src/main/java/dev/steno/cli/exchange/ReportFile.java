package dev.steno.cli.exchange;

import dev.steno.interop.ImportJson;
import dev.steno.interop.SessionImport;
import dev.steno.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The report of an import as JSON, for programs. Stateless. */
final class ReportFile {
    private ReportFile() {}

    /** Writes what was imported from each file. */
    static void write(Path to, List<SessionImport.Imported> files) throws IOException {
        Files.write(to, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("files");
            files.forEach(each -> ImportJson.write(json, each));
            json.writeEndArray();
            json.writeEndObject();
        }));
    }
}
