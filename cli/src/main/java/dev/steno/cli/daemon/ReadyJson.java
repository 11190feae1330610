package dev.steno.cli.daemon;

import dev.steno.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What a program is told of a running proxy, as one line of JSON in ASCII. Stateless. */
final class ReadyJson {
    private ReadyJson() {}

    static String of(Ready ready) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.ascii(text)) {
            json.writeStartObject();
            json.writeNumberProperty("pid", ready.pid());
            Json.property(json, "addresses", ready.addresses());
            Json.property(json, "web", ready.web());
            Json.property(json, "session", path(ready.session()));
            Json.property(json, "home", path(ready.home()));
            Json.property(json, "ca", path(ready.ca()));
            json.writeEndObject();
        }
        return text.toString(StandardCharsets.US_ASCII) + "\n";
    }

    private static @Nullable String path(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath().toString();
    }
}
