package dev.steno.web.flows;

import dev.steno.copy.CopyFormat;
import dev.steno.copy.UncopyableException;
import dev.steno.flow.Flow;
import dev.steno.flow.Notes;
import dev.steno.store.FlowHistory;
import dev.steno.store.NoteTaker;
import dev.steno.store.SessionReader;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import dev.steno.web.session.AskedRevision;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One flow: all of it but the bodies, its notes, and copies to paste elsewhere. */
public final class FlowResource {
    private static final String PATH = "/api/v1/flows/{id}";

    private final RecordedSession session;

    public FlowResource(RecordedSession session) {
        this.session = session;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        PATH,
                        "Returns a flow without its bodies; revision=original as the peers sent it, revision=N as it was after"
                                + " edit N.",
                        this::get),
                new Route("PATCH", PATH, "Changes the mark and the comment; If-Match takes an ETag.", this::patch),
                new Route(
                        "GET",
                        PATH + "/copy",
                        "Returns the flow as text to paste: as=" + CopyFormat.names() + ".",
                        this::copy));
    }

    private ApiResponse get(ApiRequest request) throws IOException {
        try (SessionReader reader = session.reader()) {
            FlowHistory history = history(request.flow("id"), reader);
            return answer(request, history, AskedRevision.of(request, history, reader), reader);
        }
    }

    private FlowHistory history(long id, SessionReader reader) throws IOException {
        return new FlowHistory(session.flow(id, reader), reader.edits(id));
    }

    /** @param shown the flow, or an earlier revision of it */
    private static ApiResponse answer(ApiRequest request, FlowHistory history, Flow shown, SessionReader reader)
            throws IOException {
        Flow flow = history.flow();
        return FlowDetail.isKnown(request, flow)
                ? new ApiResponse(304, "", Map.of("ETag", FlowDetail.tag(flow)), 0, out -> {})
                : FlowDetail.of(history, shown, reader);
    }

    /** Serialised, so that of two changes to the same revision one fails. */
    private synchronized ApiResponse patch(ApiRequest request) throws IOException {
        Map<String, @Nullable Object> members = RequestJson.object(request.body());
        UnaryOperator<Notes> change = change(members);
        try (SessionReader reader = session.reader()) {
            Flow flow = session.flow(request.flow("id"), reader);
            String wanted = request.header("if-match").orElse("*");
            if (!wanted.equals("*") && !wanted.equals(FlowDetail.tag(flow))) {
                throw FlowDetail.changedMeanwhile(flow);
            }
            NoteTaker taker = session.noteTaker();
            Flow changed = taker == null
                    ? session.recorder().edit(flow.id(), change, reader).orElse(flow)
                    : noted(flow, change, members, taker);
            return answer(request, new FlowHistory(changed, reader.edits(changed.id())), changed, reader);
        }
    }

    /** A server that is read may lag behind the one that took the note, so the answer has the note as it was given. */
    private static Flow noted(
            Flow flow, UnaryOperator<Notes> change, Map<String, @Nullable Object> members, NoteTaker taker)
            throws IOException {
        if (!members.isEmpty()) {
            taker.give(List.of(flow.id()), text(members, "mark"), text(members, "comment"));
        }
        return flow.withNotes(change.apply(flow.notes()));
    }

    private static UnaryOperator<Notes> change(Map<String, @Nullable Object> members) {
        if (!Set.of("mark", "comment").containsAll(members.keySet())) {
            throw ApiProblem.badRequest(
                    "of a flow, only mark and comment can be changed, not " + String.join(", ", members.keySet()));
        }
        String mark = text(members, "mark");
        String comment = text(members, "comment");
        return notes -> {
            Notes marked = mark == null ? notes : notes.withMark(mark);
            return comment == null ? marked : marked.withComment(comment);
        };
    }

    /** Returns a member; the empty text if it is null, and null if it is absent. */
    private static @Nullable String text(Map<String, @Nullable Object> members, String name) {
        if (!members.containsKey(name)) {
            return null;
        }
        Object value = members.get(name);
        if (value != null && !(value instanceof String)) {
            throw ApiProblem.badRequest(name + " must be a text or null");
        }
        return value == null ? "" : (String) value;
    }

    private ApiResponse copy(ApiRequest request) throws IOException {
        String as = request.parameter("as").orElse("curl");
        CopyFormat format = CopyFormat.named(as)
                .orElseThrow(() -> ApiProblem.badRequest("as must be one of " + CopyFormat.names() + ", not " + as));
        session.settle(); // after this, the stored bodies are as long as their flows say
        try (SessionReader reader = session.reader()) {
            FlowHistory history = history(request.flow("id"), reader);
            Flow shown = AskedRevision.of(request, history, reader);
            return ApiResponse.of(200, "text/plain", format.copy(shown, reader));
        } catch (UncopyableException e) {
            throw ApiProblem.of(409, String.valueOf(e.getMessage()));
        }
    }
}
