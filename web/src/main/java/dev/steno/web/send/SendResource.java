package dev.steno.web.send;

import dev.steno.addon.FlowActionException;
import dev.steno.command.CommandException;
import dev.steno.edit.EditOp;
import dev.steno.json.EditJson;
import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.replay.ClientReplay;
import dev.steno.store.SessionException;
import dev.steno.web.held.Decisions;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.LargeJson;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends requests through the proxy, each as a new flow. Answers as soon as the flow has its number. */
public final class SendResource {
    private final ClientReplay replay;

    public SendResource(ClientReplay replay) {
        this.replay = replay;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "POST",
                "/api/v1/send",
                "Sends a request, and returns the id of its flow: method, url, headers as [[name, value]], and body as text or"
                        + " body_base64; with of, the request of that flow with these changes and those of edits.",
                this::send,
                true));
    }

    private ApiResponse send(ApiRequest request) throws IOException {
        return LargeJson.answer(request, "send a larger body with a client that uses the proxy", body -> {
            long flow = Decisions.await(sent(body));
            return ApiResponse.json(Json.bytes(json -> Json.value(json, Map.of("id", FlowIdJson.value(flow)))));
        });
    }

    private CompletionStage<Long> sent(Map<String, @Nullable Object> body) throws IOException {
        try {
            List<EditOp> changes = EditJson.operations(operations(body));
            Object of = body.get("of");
            if (of == null) {
                return replay.sendNew(
                        body.get("method") == null ? "GET" : text(body, "method"), text(body, "url"), changes);
            }
            OptionalLong flow = FlowIdJson.read(of);
            if (flow.isPresent() && flow.getAsLong() > 0) {
                return replay.sendAgain(flow.getAsLong(), changes);
            }
            throw ApiProblem.badRequest("of must be the number of a flow");
        } catch (FlowActionException e) {
            throw Decisions.problem(e);
        } catch (SessionException e) {
            throw ApiProblem.of(503, String.valueOf(e.getMessage()));
        } catch (CommandException e) { // nothing is recorded
            throw ApiProblem.of(409, String.valueOf(e.getMessage()));
        }
    }

    private static String text(Map<String, @Nullable Object> body, String name) {
        if (body.get(name) instanceof String text) {
            return text;
        }
        throw ApiProblem.badRequest(name + " is missing: give it as a text");
    }

    /** The members as operations, as {@link EditJson} reads them; a new request has its method and URL beside them. */
    private static List<Object> operations(Map<String, @Nullable Object> body) {
        List<Object> operations = new ArrayList<>();
        if (body.get("of") != null) {
            add(operations, "url", "value", body.get("url"));
            add(operations, "method", "value", body.get("method"));
        }
        add(operations, "headers", "value", body.get("headers"));
        add(operations, "body", "text", body.get("body"));
        add(operations, "body", "base64", body.get("body_base64"));
        Object edits = body.get("edits");
        if (edits instanceof List<?> list) {
            operations.addAll(list);
        } else if (edits != null) {
            throw ApiProblem.badRequest("edits must be a list of operations");
        }
        return operations;
    }

    private static void add(List<Object> operations, String op, String name, @Nullable Object value) {
        if (value != null) {
            Map<String, Object> operation = new LinkedHashMap<>();
            operation.put("op", op);
            operation.put(name, value);
            operations.add(operation);
        }
    }
}
