package dev.steno.web.flows;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Sequences;
import dev.steno.flow.Times;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.view.Views;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import dev.steno.web.server.ApiServer;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A session that records what a test gives it, the resources over it on a real server, and a client. */
public final class SessionServer implements AutoCloseable {
    static final long EPOCH = 1_790_000_000_000_000_000L;

    public final Session session;
    final Views views;
    public final Path file;
    private final ApiServer server;
    private final WebToken token;
    private final HttpClient client = HttpClient.newHttpClient();

    public SessionServer(Path folder, Function<RecordedSession, List<Route>> routes) throws IOException {
        this(folder, new Session(new RecordBudget(8 << 20)), new Sequences(), routes);
    }

    /**
     * @param session of a proxy that records to it, not started
     * @param sequences of that proxy
     */
    public SessionServer(
            Path folder, Session session, Sequences sequences, Function<RecordedSession, List<Route>> routes)
            throws IOException {
        this.session = session;
        views = Views.of(session);
        file = folder.resolve("work.steno");
        session.start(SqliteSessionStore.open(file, "test"), sequences);
        token = WebToken.open(folder);
        server = ApiServer.bind(new Endpoint("127.0.0.1", 0), false);
        RecordedSession recorded = RecordedSession.recording(session, views);
        Guard guard = new Guard(token, new HostNames(List.of()), false, System::nanoTime);
        server.start(new Router(routes.apply(recorded)), guard, null);
    }

    /** A request without a response. */
    public static HttpFlow open(long id, String method, String path, Headers headers, Body body) {
        Peer from = new Peer(
                id, new Endpoint("127.0.0.1", 40_000), null, null, EPOCH, Times.UNSET, Times.UNSET, null, null);
        HttpRequest request = new HttpRequest(
                method, "http", "example.test", 80, path, "HTTP/1.1", headers, null, body, EPOCH, EPOCH + 1);
        return new HttpFlow(
                id,
                1,
                FlowState.OPEN,
                EPOCH + id * 1_000_000,
                Times.UNSET,
                from,
                null,
                request,
                null,
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    /** The same flow with its response. */
    public static HttpFlow answered(HttpFlow flow, int status, long duration, Body body) {
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                status,
                "Reason",
                Headers.of("Content-Type", "text/plain"),
                null,
                body,
                EPOCH + 20,
                EPOCH + 30);
        return new HttpFlow(
                flow.id(),
                flow.revision() + 1,
                FlowState.COMPLETE,
                flow.started(),
                duration,
                flow.client(),
                flow.server(),
                flow.request(),
                response,
                List.of(),
                null,
                flow.notes(),
                flow.original());
    }

    /** Records a complete flow, and returns its last revision. */
    public HttpFlow record(long id, String path, int status, long duration) {
        HttpFlow begun = open(id, "GET", path, Headers.of("Host", "example.test"), Body.NONE);
        session.accept(new FlowEvent.Opened(begun));
        HttpFlow ended = answered(begun, status, duration, new Body.Inline(path.getBytes(StandardCharsets.US_ASCII)));
        session.accept(new FlowEvent.Closed(ended));
        return ended;
    }

    /** Returns a request to a path of the API, with the token. */
    public java.net.http.HttpRequest.Builder request(String path) {
        return java.net.http.HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1" + path))
                .header("Authorization", token.authorization());
    }

    public java.net.http.HttpResponse<String> send(String method, String path, String body, String... fields)
            throws IOException, InterruptedException {
        return send(method, path, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body), fields);
    }

    /** Sends a request whose body a publisher gives while it is sent. */
    public java.net.http.HttpResponse<String> send(String method, String path, BodyPublisher body, String... fields)
            throws IOException, InterruptedException {
        java.net.http.HttpRequest.Builder request = request(path).method(method, body);
        for (int i = 0; i < fields.length; i += 2) {
            request.header(fields[i], fields[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    public int port() {
        return server.address().getPort();
    }

    /** The value of the field {@code Authorization}. */
    public String authorization() {
        return token.authorization();
    }

    public String get(String path) throws IOException, InterruptedException {
        return send("GET", path, "").body();
    }

    /** Returns the response's body while it arrives. */
    java.net.http.HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
        return client.send(
                request(path).header("Accept", "application/x-ndjson").build(), BodyHandlers.ofInputStream());
    }

    @Override
    public void close() throws IOException {
        server.close();
        views.close();
        session.close();
    }
}
