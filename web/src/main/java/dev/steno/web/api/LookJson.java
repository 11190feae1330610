package dev.steno.web.api;

import dev.steno.content.view.ContentView;
import dev.steno.content.view.ContentViews;
import dev.steno.content.view.Span;
import dev.steno.json.Json;
import dev.steno.look.BodyLook;
import dev.steno.look.InvisibleCharacters;
import dev.steno.look.LookRequest;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import java.io.BufferedOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Reads the parameters of a look, and writes what it shows. Stateless. */
final class LookJson {
    /** Bytes that are sent at once: the generator's own buffer would make eight times as many chunks. */
    private static final int BLOCK = 64 << 10;

    private LookJson() {}

    /**
     * Returns how a request wants to look.
     *
     * @throws ApiProblem 400 if a parameter is not valid
     */
    static LookRequest request(ApiRequest request) {
        return new LookRequest(
                view(request.parameter("as").orElse("auto")),
                request.number("offset", 0, 0, Long.MAX_VALUE >> 4),
                (int) request.number("limit", LookRequest.MOST, 1, LookRequest.MOST),
                charset(request.parameter("charset")),
                request.isOn("spans"));
    }

    private static @Nullable ContentView view(String name) {
        if (name.equals("auto")) {
            return null;
        }
        return ContentViews.named(name)
                .orElseThrow(() -> ApiProblem.badRequest("there is no view " + name + "; the views are auto, "
                        + String.join(", ", ContentViews.names())));
    }

    private static @Nullable Charset charset(Optional<String> name) {
        if (name.isEmpty() || name.get().isEmpty() || name.get().equals("auto")) {
            return null;
        }
        try {
            return Charset.forName(name.get());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw ApiProblem.badRequest("there is no charset " + name.get());
        }
    }

    /** @param spans whether lines are written as spans, with marks for invisible characters; otherwise as one text */
    static ApiResponse response(BodyLook look, boolean spans) {
        return ApiResponse.stream(ApiResponse.JSON, out -> {
            try (JsonGenerator json = Json.on(new BufferedOutputStream(out, BLOCK))) {
                write(json, look, spans);
            }
        });
    }

    private static void write(JsonGenerator json, BodyLook look, boolean spans) {
        json.writeStartObject();
        json.writeStringProperty("view", look.view().name());
        json.writeArrayPropertyStart("views");
        views(look).forEach(view -> {
            json.writeStartObject();
            json.writeStringProperty("name", view.name());
            json.writeStringProperty("label", view.label());
            json.writeBooleanProperty("fits", look.fitting().contains(view));
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeStringProperty("syntax", syntax(look.view()));
        json.writeBooleanProperty("truncated", look.truncated());
        json.writeNumberProperty("omitted", look.omitted());
        json.writeStringProperty("problem", look.problem());
        json.writeStringProperty("charset", look.charset());
        json.writeArrayPropertyStart("decoded_from");
        look.decodedFrom().forEach(json::writeString);
        json.writeEndArray();
        json.writeNumberProperty("size", look.size());
        json.writeNumberProperty("shown", look.shown());
        if (spans) {
            json.writeArrayPropertyStart("lines");
            look.lines().forEach(line -> line(json, line));
            json.writeEndArray();
        } else {
            json.writeStringProperty("text", look.text());
        }
        json.writeEndObject();
    }

    /** The views that fit, best first, then the others. */
    private static List<ContentView> views(BodyLook look) {
        List<ContentView> views = new ArrayList<>(look.fitting());
        ContentViews.all().stream().filter(view -> !views.contains(view)).forEach(views::add);
        return views;
    }

    private static String syntax(ContentView view) {
        return view.syntax().equals("javascript") ? "js" : view.syntax();
    }

    private static void line(JsonGenerator json, List<Span> line) {
        json.writeStartArray();
        for (Span span : line) {
            String kind = span.kind().name().toLowerCase(Locale.ROOT);
            InvisibleCharacters.split(span.text(), (text, mark) -> {
                json.writeStartArray();
                json.writeString(mark ? "mark" : kind);
                json.writeString(text);
                json.writeEndArray();
            });
        }
        json.writeEndArray();
    }
}
