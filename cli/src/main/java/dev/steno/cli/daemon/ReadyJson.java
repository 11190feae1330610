package dev.steno.cli.daemon;

import java.io.StringWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** What a program is told of a running proxy, as one line of JSON in ASCII. Stateless. */
final class ReadyJson {
    private ReadyJson() {}

    static String of(Ready ready) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonFactory.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("pid", ready.pid());
            json.writeArrayPropertyStart("addresses");
            ready.addresses().forEach(json::writeString);
            json.writeEndArray();
            text(json, "web", ready.web());
            text(json, "session", path(ready.session()));
            text(json, "home", path(ready.home()));
            text(json, "ca", path(ready.ca()));
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static @Nullable String path(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath().toString();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }
}
