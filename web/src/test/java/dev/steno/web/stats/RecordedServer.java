package dev.steno.web.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.command.Commands;
import dev.steno.completion.FilterProposals;
import dev.steno.filter.FilterParser;
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
import dev.steno.option.ValueTypes;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.stats.Statistics;
import dev.steno.view.View;
import dev.steno.view.Views;
import dev.steno.view.command.ViewCommands;
import dev.steno.view.command.ViewTypes;
import dev.steno.web.api.CommandsResource;
import dev.steno.web.api.PageFiles;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import dev.steno.web.server.ApiServer;
import dev.steno.web.session.RecordedSession;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.Builder;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real server with the resources about the flows of a session, which has six flows at two hosts. */
final class RecordedServer implements AutoCloseable {
    static final long START = 1_790_000_000_000_000_000L;
    static final long SECOND = 1_000_000_000L;

    private final Session session = new Session(new RecordBudget(1 << 20));
    private final Views views = Views.of(session);
    private final Statistics statistics = new Statistics(session::reader);
    private final ApiServer server;
    private final WebToken token;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RecordedServer(Path home) throws Exception {
        session.start(SqliteSessionStore.temporary("test"), new Sequences());
        token = WebToken.open(home);
        server = ApiServer.bind(new Endpoint("127.0.0.1", 0), false);
        Guard guard = new Guard(token, new HostNames(List.of()), false, System::nanoTime);
        RecordedSession recorded = RecordedSession.recording(session, views);
        List<Route> routes = new ArrayList<>(new StatsResource(statistics, recorded).routes());
        routes.addAll(new TreeResource(statistics, recorded).routes());
        routes.addAll(new FilterResource(statistics).routes());
        Commands commands = new Commands(ViewTypes.over(ValueTypes.STANDARD));
        ViewCommands.register(commands, () -> views, () -> session, SqliteSessionReader::open);
        routes.addAll(
                new CommandsResource(commands, null, new PageFiles(Optional.empty()), new FilterProposals(statistics))
                        .routes());
        server.start(new Router(routes), guard, null);
        record(1, "GET", "a.test", "/items/1?x=1", 200, 10);
        record(2, "GET", "a.test", "/items/2", 200, 20);
        record(3, "GET", "a.test", "/items/2", 500, 30);
        record(4, "POST", "a.test", "/items", 404, 40);
        record(5, "GET", "b.test", "/", 302, 50);
        record(6, "GET", "b.test", "/favicon.ico", 200, 60);
        session.durable().get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        statistics.close();
        views.close();
        session.close();
    }

    private void record(long id, String method, String host, String path, int status, long millis) {
        Endpoint endpoint = new Endpoint(host, 443);
        long begun = START + id * SECOND;
        Peer from =
                new Peer(1, new Endpoint("127.0.0.1", 40_000), null, null, START, Times.UNSET, Times.UNSET, null, null);
        boolean opens = id == 1; // the others follow on connections that were open before
        long connecting = opens ? begun + 1_000_000 : START;
        Peer to = new Peer(
                host.equals("a.test") ? 2 : 10,
                endpoint,
                endpoint,
                null,
                connecting,
                connecting + 2_000_000,
                Times.UNSET,
                null,
                null);
        HttpRequest request = new HttpRequest(
                method, "https", host, 443, path, "HTTP/1.1", Headers.of(), null, Body.NONE, begun, begun);
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                status,
                "",
                Headers.of("Content-Type", "text/html"),
                null,
                new Body.Inline(new byte[100]),
                begun + 5_000_000,
                begun + 6_000_000);
        session.accept(new FlowEvent.Closed(new HttpFlow(
                id,
                1,
                FlowState.COMPLETE,
                begun,
                millis * 1_000_000,
                from,
                to,
                request,
                response,
                List.of(),
                null,
                Notes.NONE,
                null)));
    }

    java.net.http.HttpResponse<String> get(String path) throws Exception {
        Builder request = java.net.http.HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1/" + path))
                .header("Authorization", token.authorization());
        return client.send(request.build(), BodyHandlers.ofString());
    }

    String json(String path) throws Exception {
        java.net.http.HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Opens a view as a page does; returns its number in requests. */
    int openView(String filter) throws Exception {
        View view = views.open();
        view.setFilter(FilterParser.parse(filter)).get();
        return view.number();
    }
}
