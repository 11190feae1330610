package dev.steno.web.api;

import dev.steno.addon.FlowEvent;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.WriteBatch;
import dev.steno.view.FileFeed;
import dev.steno.view.Views;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import dev.steno.web.server.ApiServer;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The API over a session in a file, to which flows with given bodies are recorded; and a client of it. */
final class ContentServer implements AutoCloseable {
    static final long EPOCH = 1_790_000_000_000_000_000L;

    private final SqliteSessionStore store;
    private final FileFeed feed;
    private final Views views;
    private final RecordedContent content;
    private final ApiServer server;
    private final WebToken token;
    private final HttpClient client = HttpClient.newHttpClient();
    private long bodies;
    private int revisions;

    /** @param routes the resources of the server */
    ContentServer(Path folder, Function<RecordedContent, List<Route>> routes) throws IOException {
        store = SqliteSessionStore.open(folder.resolve("web.steno"), "test");
        feed = new FileFeed(store::reader, false);
        views = Views.of(feed);
        content = new RecordedContent(
                RecordedSession.readOnly("web.steno", store.file(), feed, views, null), ProtoSchema.NONE);
        token = WebToken.open(folder);
        server = ApiServer.bind(new Endpoint("127.0.0.1", 0), false);
        server.start(
                new Router(new ArrayList<>(routes.apply(content))),
                new Guard(token, new HostNames(List.of()), false, System::nanoTime),
                null);
    }

    void commit(FlowEvent... facts) throws SessionException {
        store.commit(WriteBatch.of(facts));
    }

    /** Records a complete flow whose response has this body. */
    void response(long id, byte[] body, String... headers) throws SessionException {
        response(id, FlowState.COMPLETE, body, headers);
    }

    void response(long id, FlowState state, byte[] bytes, String... headers) throws SessionException {
        Body body = bytes.length <= Body.Inline.LIMIT ? new Body.Inline(bytes) : stored(bytes);
        flow(id, state, Body.NONE, "/files/" + id + ".bin?q=1", body, headers);
    }

    /** Records a flow with these bodies and the header fields of its response. */
    void flow(long id, FlowState state, Body request, String path, Body response, String... headers)
            throws SessionException {
        boolean open = state == FlowState.OPEN;
        Peer client = new Peer(
                id,
                new Endpoint("127.0.0.1", 40_000),
                null,
                new Endpoint("127.0.0.1", 8080),
                EPOCH,
                Times.UNSET,
                Times.UNSET,
                null,
                null);
        Flow flow = new HttpFlow(
                id,
                ++revisions,
                state,
                EPOCH,
                open ? Times.UNSET : 1_000,
                client,
                null,
                new HttpRequest(
                        "POST",
                        "https",
                        "example.test",
                        443,
                        path,
                        "HTTP/1.1",
                        Headers.of("Host", "example.test", "Content-Type", "application/json"),
                        null,
                        request,
                        EPOCH,
                        EPOCH),
                new HttpResponse(
                        "HTTP/1.1",
                        200,
                        "OK",
                        Headers.of(headers),
                        null,
                        response,
                        EPOCH,
                        open ? Times.UNSET : EPOCH + 1),
                List.of(),
                null,
                Notes.NONE,
                null);
        commit(open ? new FlowEvent.Changed(flow) : new FlowEvent.Closed(flow));
    }

    /** Edits the request of a recorded flow. */
    void edit(long id, UnaryOperator<HttpRequest> change) throws SessionException {
        HttpFlow before = (HttpFlow) content.flow(id);
        HttpFlow after = new HttpFlow(
                id,
                ++revisions,
                before.state(),
                before.started(),
                before.duration(),
                before.client(),
                before.server(),
                change.apply(before.request()),
                before.response(),
                before.interim(),
                before.error(),
                before.notes(),
                before.webSocket(),
                before.holds(),
                before.original() == null ? before : before.original());
        commit(new FlowEvent.Edited(after, before, new FlowEdit(0, EPOCH, "ann", "request")));
    }

    Body.Stored stored(byte[] bytes) throws SessionException {
        long id = ++bodies;
        int sequence = 0;
        for (int from = 0; from < bytes.length; from += Body.Stored.CHUNK) {
            byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + Body.Stored.CHUNK));
            commit(new FlowEvent.BodyChunk(id, sequence++, chunk));
        }
        return new Body.Stored(id, bytes.length, bytes.length, true);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    String authorization() {
        return token.authorization();
    }

    /** Sends a request with the token, to a path below {@code /api/v1}. */
    java.net.http.HttpResponse<byte[]> send(String method, String path, String body, String... fields)
            throws Exception {
        java.net.http.HttpRequest.Builder request = java.net.http.HttpRequest.newBuilder(uri("/api/v1" + path))
                .header("Authorization", token.authorization())
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < fields.length; i += 2) {
            request.header(fields[i], fields[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    java.net.http.HttpResponse<byte[]> get(String path, String... fields) throws Exception {
        return send("GET", path, "", fields);
    }

    /** Returns the body of the response to a GET as text. */
    String text(String path) throws Exception {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws SessionException {
        server.close();
        content.close();
        views.close();
        feed.close();
        store.close();
    }
}
