package dev.steno.web.held;

import dev.steno.addon.EndType;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowInFlight;
import dev.steno.edit.DraftBodies;
import dev.steno.edit.HeldEdit;
import dev.steno.edit.MessagePart;
import dev.steno.edit.RawText;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.HeldFlows;
import dev.steno.json.EditJson;
import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.option.Options;
import dev.steno.option.ValueException;
import dev.steno.web.flows.FlowDetail;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.LargeJson;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Held messages: their list, and what ends a hold. Each action is recorded with the name of its caller. */
public final class HeldResource {
    private static final String ONE = "/api/v1/held/{id}";

    private final HeldFlows held;
    private final DraftBodies bodies;
    private final Options options;

    /**
     * @param bodies where bodies of held messages are that are not part of their flows
     * @param options tell which messages are held
     */
    public HeldResource(HeldFlows held, DraftBodies bodies, Options options) {
        this.held = held;
        this.bodies = bodies;
        this.options = options;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/api/v1/held",
                        "Lists the held messages, the one that was held first as the first; If-None-Match takes an ETag.",
                        this::list),
                new Route("GET", ONE, "Returns a held flow without its bodies, as the draft is.", this::get),
                new Route(
                        "GET",
                        ONE + "/raw",
                        "Returns a held message as text with its decoded body, for the edit raw, or its head alone with head=1;"
                                + " bodies that are binary or above 5 MiB stay out.",
                        this::raw),
                new Route(
                        "PATCH",
                        ONE,
                        "Changes a held message by edits, a list of {op, ...}: all or none. If-Match takes an ETag.",
                        this::edit,
                        true),
                new Route(
                        "POST",
                        ONE + "/edit",
                        "Changes a held message as PATCH does, for clients without that method; revision instead of If-Match.",
                        this::edit,
                        true),
                new Route(
                        "POST",
                        "/api/v1/held/resume",
                        "Sends on all messages that are held now, and counts them.",
                        request -> count(Decisions.await(held.resumeAll(Caller.of(request))))),
                new Route(
                        "POST",
                        ONE + "/resume",
                        "Sends a held message on, after edits if they are given; and_response holds the next message of its flow.",
                        this::resume),
                new Route(
                        "POST",
                        ONE + "/drop",
                        "Ends a held exchange with a page that says who dropped it.",
                        request -> done(held.drop(request.flow("id"), Caller.of(request)))),
                new Route("POST", ONE + "/kill", "Ends a held exchange; how is that of flow.kill.", this::kill),
                new Route(
                        "POST",
                        ONE + "/answer",
                        "Answers a held request, or replaces a held response: status, reason, headers as [[name, value]],"
                                + " and body as text or body_base64.",
                        this::answer),
                new Route(
                        "POST",
                        "/api/v1/hold/{id}",
                        "Holds the next message of a flow that is in progress.",
                        this::holdNext));
    }

    private ApiResponse list(ApiRequest request) {
        byte[] list = HeldList.json(
                Decisions.await(held.list()),
                options.require("intercept").current(),
                Boolean.parseBoolean(options.require("intercept-active").current()));
        CRC32 sum = new CRC32();
        sum.update(list);
        String tag = "\"" + Long.toHexString(sum.getValue()) + "\"";
        return request.header("if-none-match").filter(tag::equals).isPresent()
                ? new ApiResponse(304, "", Map.of("ETag", tag), 0, out -> {})
                : ApiResponse.json(list).with("ETag", tag);
    }

    private ApiResponse get(ApiRequest request) throws IOException {
        return FlowDetail.of(Decisions.await(held.get(request.flow("id"))));
    }

    private ApiResponse raw(ApiRequest request) throws IOException {
        boolean head = request.isOn("head");
        HttpFlow draft = Decisions.done(() -> {
            FlowInFlight flow = held.inFlight(request.flow("id"));
            return head ? HeldEdit.head(flow, bodies) : HeldEdit.readable(flow, bodies);
        });
        MessagePart part = HeldEdit.part(draft);
        String text = head ? RawText.head(draft, part) : RawText.print(draft, part);
        return ApiResponse.json(Json.bytes(json -> {
                    json.writeStartObject();
                    FlowIdJson.property(json, "id", draft.id());
                    json.writeNumberProperty("revision", draft.revision());
                    json.writeStringProperty("part", part.name().toLowerCase(Locale.ROOT));
                    json.writeStringProperty("text", text);
                    json.writeEndObject();
                }))
                .with("ETag", FlowDetail.tag(draft));
    }

    private ApiResponse edit(ApiRequest request) throws IOException {
        return LargeJson.answer(
                request,
                "PUT /held/{id}/body, or steno hold edit --body-file FILE, takes a body of any size",
                body -> FlowDetail.of(bodies.redactor().redact(edit(request, body))));
    }

    private Flow edit(ApiRequest request, Map<String, @Nullable Object> body) throws IOException {
        return Decisions.done(() -> HeldEdit.apply(
                held.inFlight(request.flow("id")),
                revision(request, body),
                EditJson.operations(body.get("edits")),
                bodies,
                Caller.of(request)));
    }

    /** The revision that a change is based on, by the member or the field; the newest if there is neither. */
    private static int revision(ApiRequest request, Map<String, @Nullable Object> body) {
        return body.get("revision") instanceof Number number ? number.intValue() : revision(request);
    }

    /** The revision that a change is based on, by the field; the newest if there is none. */
    static int revision(ApiRequest request) {
        String tag = request.header("if-match").orElse("*");
        if (tag.equals("*")) {
            return HeldFlows.ANY_REVISION;
        }
        if (!tag.matches("\"[0-9]{1,9}\"")) {
            throw ApiProblem.of(412, "If-Match must be the ETag of the flow, such as \"3\", not " + tag);
        }
        return Integer.parseInt(tag.substring(1, tag.length() - 1));
    }

    private ApiResponse resume(ApiRequest request) throws IOException {
        Map<String, @Nullable Object> body = body(request);
        long flow = request.flow("id");
        String by = Caller.of(request);
        if (body.get("edits") != null) {
            edit(request, body);
        }
        return done(Boolean.TRUE.equals(body.get("and_response")) ? held.step(flow, by) : held.resume(flow, by));
    }

    private ApiResponse kill(ApiRequest request) throws IOException {
        String how = body(request).get("how") instanceof String text ? text : "close";
        try {
            return done(held.kill(request.flow("id"), new EndType().parse(how), Caller.of(request)));
        } catch (ValueException e) {
            throw ApiProblem.badRequest("how: " + e.getMessage());
        }
    }

    private ApiResponse answer(ApiRequest request) throws IOException {
        try {
            return done(held.answer(request.flow("id"), AnswerJson.read(body(request)), Caller.of(request)));
        } catch (FlowActionException e) {
            throw Decisions.problem(e);
        }
    }

    private ApiResponse holdNext(ApiRequest request) {
        long flow = request.flow("id");
        try {
            held.holdNext(flow);
        } catch (FlowActionException e) {
            throw Decisions.problem(e);
        }
        return ApiResponse.json(Json.bytes(json -> Json.value(json, Map.of("id", FlowIdJson.value(flow)))));
    }

    private static Map<String, @Nullable Object> body(ApiRequest request) {
        return request.body().length == 0 ? Map.of() : RequestJson.object(request.body());
    }

    private static ApiResponse done(CompletionStage<Flow> stage) throws IOException {
        return FlowDetail.of(Decisions.await(stage));
    }

    private static ApiResponse count(long flows) {
        return ApiResponse.json(Json.bytes(json -> Json.value(json, Map.of("count", flows))));
    }
}
