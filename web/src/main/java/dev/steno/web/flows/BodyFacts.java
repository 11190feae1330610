package dev.steno.web.flows;

import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.json.Json;
import dev.steno.text.Arrival;
import tools.jackson.core.JsonGenerator;

/** What is known of a flow's bodies without reading them. Stateless. */
final class BodyFacts {
    private BodyFacts() {}

    /** Writes the property {@code bodies}: an object of {@code request} and {@code response}; null for a raw stream. */
    static void write(JsonGenerator json, Flow flow) {
        if (!(flow instanceof HttpFlow http)) {
            json.writeNullProperty("bodies");
            return;
        }
        json.writeObjectPropertyStart("bodies");
        write(json, "request", ImportMarks.bodyHeaders(http, true), Arrival.of(http, true));
        HttpResponse response = http.response();
        if (response == null) {
            json.writeNullProperty("response");
        } else {
            write(json, "response", ImportMarks.bodyHeaders(http, false), Arrival.of(http, false));
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Headers headers, Arrival arrival) {
        String type = headers.get("content-type");
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("size", arrival.body().trueSize());
        json.writeNumberProperty("recorded", arrival.body().size());
        json.writeBooleanProperty("complete", arrival.isComplete());
        Json.property(json, "lack", arrival.lack());
        Json.property(json, "codings", ContentDecoder.codings(headers));
        Json.property(
                json, "type", type == null ? null : ContentType.parse(type).type());
        json.writeEndObject();
    }
}
