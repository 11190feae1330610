package dev.steno.web.api;

import dev.steno.json.Json;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSpec;
import dev.steno.option.Options;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The options of the running proxy: their values, where each came from, and changes to them. */
public final class OptionsResource {
    private final Options options;

    public OptionsResource(Options options) {
        this.options = options;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route("GET", "/api/v1/options", "Lists the options with their values.", request -> list()),
                new Route(
                        "PATCH",
                        "/api/v1/options",
                        "Sets the named options, all or none; null resets one. Only options that are live change while the proxy runs.",
                        this::change));
    }

    private ApiResponse list() {
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartArray();
            options.all().stream().filter(option -> !option.hidden()).forEach(option -> write(json, option));
            json.writeEndArray();
        }));
    }

    private static void write(JsonGenerator json, OptionSpec option) {
        json.writeStartObject();
        json.writeStringProperty("name", option.name());
        json.writeStringProperty("type", option.type().name());
        json.writeStringProperty("value", option.current());
        json.writeStringProperty("default", option.defaultText());
        json.writeStringProperty("source", option.source().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("help", option.help());
        json.writeBooleanProperty("secret", option.secret());
        json.writeBooleanProperty("repeatable", option.repeatable());
        json.writeBooleanProperty("live", option.live());
        json.writeEndObject();
    }

    private ApiResponse change(ApiRequest request) {
        Map<String, @Nullable Object> values = RequestJson.object(request.body());
        try {
            Map<String, @Nullable String> texts = new HashMap<>();
            values.forEach((name, value) -> texts.put(name, text(name, value)));
            options.changeWhileRunning(texts);
        } catch (OptionException e) {
            throw ApiProblem.of(409, String.valueOf(e.getMessage()));
        }
        return list();
    }

    private @Nullable String text(String name, @Nullable Object value) {
        if (value instanceof List<?> several) {
            return options.require(name)
                    .join(several.stream().map(String::valueOf).toList());
        }
        if (value instanceof Map) {
            throw ApiProblem.badRequest(
                    "the value of " + name + " must be a text, a number, true, false, a list or null");
        }
        return value == null ? null : value.toString();
    }
}
