package dev.steno.web.api;

import dev.steno.json.Json;
import dev.steno.option.NameSyntax;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the results of commands: a record as an object, a list as an array, other values as their text. Any thread. */
final class CommandJson {
    private CommandJson() {}

    static void write(JsonGenerator json, @Nullable Object value) {
        if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(each -> write(json, each));
            json.writeEndArray();
        } else if (value instanceof Optional<?> optional) {
            write(json, optional.orElse(null));
        } else if (value instanceof Enum<?> constant) {
            json.writeString(constant.name().toLowerCase(Locale.ROOT));
        } else if (value instanceof Record result) {
            json.writeStartObject();
            for (RecordComponent component : result.getClass().getRecordComponents()) {
                json.writeName(NameSyntax.kebab(component.getName()).replace('-', '_'));
                write(json, read(component, result));
            }
            json.writeEndObject();
        } else {
            Json.value(json, value);
        }
    }

    private static @Nullable Object read(RecordComponent component, Record of) {
        try {
            component.getAccessor().setAccessible(true); // since result records may be non-public
            return component.getAccessor().invoke(of);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException(component.getName() + " of a result cannot be read", e);
        }
    }
}
