package dev.steno.web.flows;

import dev.steno.json.FlowIdJson;
import dev.steno.json.Json;
import dev.steno.store.NoteTaker;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import dev.steno.view.command.FlowEditor;
import dev.steno.view.command.NotesEditor;
import dev.steno.view.command.ViewerNotesEditor;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Changes to a set of flows, which is selected by its name, by numbers or by a filter. */
public final class FlowSetResource {
    /** Upper bound on the flows that one request names by their places. */
    private static final int MOST_RANKS = 50_000;

    private final RecordedSession session;

    public FlowSetResource(RecordedSession session) {
        this.session = session;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/api/v1/flows/ranks",
                        "Names the flows at some places of a view's list (view, from, count).",
                        this::ranks),
                new Route("DELETE", "/api/v1/flows", "Removes the flows of a set (set, view).", this::remove),
                new Route(
                        "POST",
                        "/api/v1/flows/duplicate",
                        "Copies the flows of a set (set) with their bodies under new numbers.",
                        this::duplicate),
                new Route(
                        "POST", "/api/v1/flows/mark", "Sets the mark of the flows of a set (set, mark).", this::mark));
    }

    private ApiResponse ranks(ApiRequest request) throws IOException {
        long from = request.number("from", 0, 0, Long.MAX_VALUE / 2);
        int count = (int) request.number("count", MOST_RANKS, 1, MOST_RANKS);
        List<Long> ids = await(session.view(request).window(from, count)).ids();
        return ApiResponse.json(Json.bytes(json -> Json.value(
                json, Map.of("ids", ids.stream().map(FlowIdJson::value).toList()))));
    }

    private ApiResponse remove(ApiRequest request) throws IOException {
        FlowSpec set = FlowSelection.parse(request.parameter("set").orElse(""));
        return counted(await(editor().remove(session.view(request), set)));
    }

    private ApiResponse duplicate(ApiRequest request) throws IOException {
        FlowSpec set = set(RequestJson.object(request.body()));
        List<Long> copies = await(editor().duplicate(session.view(request), set));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("count", copies.size());
        answer.put("ids", copies.stream().map(FlowIdJson::value).toList());
        return ApiResponse.json(Json.bytes(json -> Json.value(json, answer)));
    }

    private ApiResponse mark(ApiRequest request) throws IOException {
        Map<String, @Nullable Object> members = RequestJson.object(request.body());
        FlowSpec set = set(members);
        String mark = members.get("mark") instanceof String text ? text : members.containsKey("mark") ? "" : "*";
        View view = session.view(request);
        return counted(await(notes().edit(view, set, old -> old.withMark(mark))));
    }

    private static FlowSpec set(Map<String, @Nullable Object> members) {
        return FlowSelection.parse(members.get("set") instanceof String text ? text : "");
    }

    private NotesEditor notes() {
        NoteTaker taker = session.noteTaker();
        return taker == null
                ? editor()
                : new ViewerNotesEditor(session.source(), taker, session.views().worker());
    }

    private FlowEditor editor() {
        return new FlowEditor(
                session.recorder(), FlowSetResource::refuse, session.views().worker());
    }

    private static SessionReader refuse(Path file) {
        throw new IllegalStateException("no other session is read, but " + file + " was asked for");
    }

    private static ApiResponse counted(long count) {
        return ApiResponse.json(Json.bytes(json -> Json.value(json, Map.of("count", count))));
    }

    private static <T> T await(CompletableFuture<T> work) throws IOException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UncheckedIOException failed && failed.getCause() instanceof SessionException told) {
                throw told;
            }
            throw new IOException(cause == null ? "the change failed" : String.valueOf(cause.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Steno stops");
        }
    }
}
