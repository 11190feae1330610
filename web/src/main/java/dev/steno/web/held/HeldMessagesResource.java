package dev.steno.web.held;

import dev.steno.addon.WaitingMessage;
import dev.steno.flow.Flow;
import dev.steno.hold.HeldFlows;
import dev.steno.json.Json;
import dev.steno.text.Timestamps;
import dev.steno.text.Utf8;
import dev.steno.web.flows.FlowDetail;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The held messages of one WebSocket or raw stream, each of which is decided on by itself. */
public final class HeldMessagesResource {
    private static final String ALL = "/api/v1/held/{id}/messages";
    private static final String ONE = ALL + "/{message}";

    private final HeldFlows held;

    public HeldMessagesResource(HeldFlows held) {
        this.held = held;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        ALL,
                        "Lists the held messages of a stream, in the order in which they came, as text or base64.",
                        this::list),
                new Route(
                        "POST",
                        ONE + "/edit",
                        "Changes a held message of a stream, by text or base64; it stays held.",
                        request -> done(held.editMessage(
                                request.flow("id"), request.id("message"), content(request), Caller.of(request)))),
                new Route(
                        "POST",
                        ONE + "/resume",
                        "Sends a held message of a stream on, after those before it.",
                        request -> done(
                                held.resumeMessage(request.flow("id"), request.id("message"), Caller.of(request)))),
                new Route(
                        "POST",
                        ONE + "/drop",
                        "Drops a held message of a stream, which is recorded and not sent.",
                        request ->
                                done(held.dropMessage(request.flow("id"), request.id("message"), Caller.of(request)))));
    }

    private ApiResponse list(ApiRequest request) {
        List<WaitingMessage> messages = Decisions.await(held.messages(request.flow("id")));
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("messages");
            messages.forEach(message -> write(json, message));
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void write(JsonGenerator json, WaitingMessage message) {
        json.writeStartObject();
        json.writeNumberProperty("number", message.number());
        json.writeStringProperty("since", Timestamps.iso(message.since()));
        json.writeStringProperty("from", message.direction().isFromClient() ? "client" : "server");
        json.writeStringProperty("kind", message.kind().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("size", message.data().length);
        json.writeBooleanProperty("edited", message.edited());
        String text = Utf8.text(message.data());
        if (text == null) {
            json.writeStringProperty("base64", Base64.getEncoder().encodeToString(message.data()));
        } else {
            json.writeStringProperty("text", text);
        }
        json.writeEndObject();
    }

    private static byte[] content(ApiRequest request) {
        Map<String, @Nullable Object> members = RequestJson.object(request.body());
        if (members.get("text") instanceof String text && !members.containsKey("base64")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (members.get("base64") instanceof String coded && !members.containsKey("text")) {
            try {
                return Base64.getDecoder().decode(coded);
            } catch (IllegalArgumentException e) {
                throw ApiProblem.badRequest("base64 is not Base64 (RFC 4648, 4): " + e.getMessage());
            }
        }
        throw ApiProblem.badRequest("the message must be given as either \"text\" or \"base64\"");
    }

    private static ApiResponse done(CompletionStage<Flow> stage) throws IOException {
        return FlowDetail.of(Decisions.await(stage));
    }
}
