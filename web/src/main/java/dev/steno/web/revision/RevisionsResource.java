package dev.steno.web.revision;

import dev.steno.addon.FlowActionException;
import dev.steno.edit.EditOp;
import dev.steno.edit.MessagePart;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.json.EditJson;
import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.json.RevisionsJson;
import dev.steno.session.StoredEdits;
import dev.steno.store.FlowHistory;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.web.flows.FlowDetail;
import dev.steno.web.held.Caller;
import dev.steno.web.held.Decisions;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.LargeJson;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Edits of the messages of recorded flows. Each edit is recorded with the name of its caller. */
public final class RevisionsResource {
    private static final String PATH = "/api/v1/flows/{id}";

    private final RecordedSession session;

    public RevisionsResource(RecordedSession session) {
        this.session = session;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route("GET", PATH + "/revisions", "Lists the edits of a recorded flow.", this::list),
                new Route(
                        "GET",
                        PATH + "/raw",
                        "Returns the request or the response, as part says, of a recorded flow as text with its decoded body,"
                                + " for the edit raw; binary and large bodies stay out.",
                        this::raw),
                new Route(
                        "POST",
                        PATH + "/edit",
                        "Edits the request or the response, as part says, of a recorded flow that has ended: edits is a list"
                                + " of operations, comment is kept with them. If-Match, or revision, refuses the edit if the"
                                + " flow was changed meanwhile. Up to 16 MiB of JSON.",
                        this::edit,
                        true),
                new Route(
                        "POST",
                        PATH + "/revert",
                        "Gives a recorded flow the messages of an earlier revision: to is the number of an edit, 0 for the"
                                + " flow as it was recorded, or original. If-Match, revision and comment as above.",
                        this::revert));
    }

    private ApiResponse list(ApiRequest request) throws IOException {
        session.settle();
        try (SessionReader reader = session.reader()) {
            FlowHistory history = history(request.flow("id"), reader);
            return ApiResponse.json(Json.bytes(json -> {
                        json.writeStartObject();
                        json.writeName("revisions");
                        RevisionsJson.write(json, history.edits());
                        json.writeEndObject();
                    }))
                    .with("ETag", FlowDetail.tag(history.flow()));
        }
    }

    private ApiResponse raw(ApiRequest request) throws IOException {
        session.settle();
        try (SessionReader reader = session.reader()) {
            Flow flow = history(request.flow("id"), reader).flow();
            if (!(flow instanceof HttpFlow http)) {
                throw ApiProblem.badRequest(
                        "flow " + FlowNumber.print(flow.id()) + " is a raw stream, which has neither part");
            }
            MessagePart part = part(request.parameter("part").orElse("request"), List.of());
            String text = StoredEdits.text(http, part, reader);
            return ApiResponse.json(Json.bytes(json -> {
                        json.writeStartObject();
                        FlowIdJson.property(json, "id", http.id());
                        json.writeNumberProperty("revision", http.revision());
                        json.writeStringProperty("part", part.name().toLowerCase(Locale.ROOT));
                        json.writeStringProperty("text", text);
                        json.writeEndObject();
                    }))
                    .with("ETag", FlowDetail.tag(http));
        } catch (FlowActionException e) {
            throw Decisions.problem(e);
        }
    }

    private ApiResponse edit(ApiRequest request) throws IOException {
        return LargeJson.answer(
                request,
                "import the flow with a larger body instead",
                body -> change(request, body, (edits, flow, revision, by, reader) -> {
                    List<EditOp> operations = EditJson.operations(body.get("edits"));
                    return edits.edit(flow, revision, part(body.get("part"), operations), operations, by, reader);
                }));
    }

    private ApiResponse revert(ApiRequest request) throws IOException {
        Map<String, @Nullable Object> body = request.body().length == 0 ? Map.of() : RequestJson.object(request.body());
        return change(
                request,
                body,
                (edits, flow, revision, by, reader) -> edits.revert(flow, to(body.get("to")), revision, by, reader));
    }

    private static MessagePart part(@Nullable Object given, List<EditOp> operations) {
        if (given == null) {
            return StoredEdits.part(operations);
        }
        if (given.equals("request")) {
            return MessagePart.REQUEST;
        }
        if (given.equals("response")) {
            return MessagePart.RESPONSE;
        }
        throw ApiProblem.badRequest("part must be request or response, not " + given);
    }

    private static OptionalInt to(@Nullable Object given) {
        if (given == null || given.equals("original")) {
            return OptionalInt.empty();
        }
        if (given instanceof Integer number && number >= 0 && number <= StoredEdits.LIMIT) {
            return OptionalInt.of(number.intValue());
        }
        throw ApiProblem.badRequest("to must be original or the number of an edit, not " + given);
    }

    /** One change of a flow. */
    private interface Change {
        HttpFlow make(StoredEdits edits, long flow, int revision, String by, SessionReader reader)
                throws SessionException;
    }

    private ApiResponse change(ApiRequest request, Map<String, @Nullable Object> body, Change change)
            throws IOException {
        try (SessionReader reader = session.reader()) {
            Flow changed = change.make(
                    new StoredEdits(session.recorder()).commented(comment(body.get("comment"))),
                    request.flow("id"),
                    revision(request, body),
                    Caller.of(request),
                    reader);
            FlowHistory history = history(changed.id(), reader);
            return FlowDetail.of(history, reader);
        } catch (FlowActionException e) {
            throw Decisions.problem(e);
        }
    }

    private static String comment(@Nullable Object given) {
        if (given == null || given instanceof String) {
            return given == null ? "" : (String) given;
        }
        throw ApiProblem.badRequest("comment must be a text or null");
    }

    /** Returns the revision on which a change is based, from {@code If-Match} (RFC 9110, 13.1.1) or the body. */
    private static int revision(ApiRequest request, Map<String, @Nullable Object> body) {
        String tag = request.header("if-match").orElse("*");
        Object given = tag.equals("*") ? body.get("revision") : tag.replaceAll("^\"(.*)\"$", "$1");
        if (given == null) {
            return StoredEdits.ANY;
        }
        String number = given.toString();
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw ApiProblem.of(412, "the flow has no revision " + number + "; give the ETag of the flow");
        }
        return Integer.parseInt(number);
    }

    private static FlowHistory history(long flow, SessionReader reader) throws SessionException {
        return FlowHistory.read(flow, reader)
                .orElseThrow(
                        () -> ApiProblem.notFound("there is no flow " + FlowNumber.print(flow) + " in the session"));
    }
}
