package dev.steno.web.live;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.command.Commands;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.Sequences;
import dev.steno.log.EventLog;
import dev.steno.option.Options;
import dev.steno.option.ValueTypes;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.view.SessionSource;
import dev.steno.view.Views;
import dev.steno.view.command.ViewCommands;
import dev.steno.view.command.ViewTypes;
import dev.steno.web.api.CommandsResource;
import dev.steno.web.api.PageFiles;
import dev.steno.web.api.RecordedContent;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.Router;
import dev.steno.web.server.ApiServer;
import dev.steno.web.session.RecordedSession;
import dev.steno.web.session.ViewedCommands;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The API's server with its live channel over a session that a test records. */
final class LiveServer implements AutoCloseable {
    final Session session = new Session(new RecordBudget(1 << 20));
    final Views views = Views.of(session);
    final EventLog log = new EventLog();
    final Options options = new Options();
    final AtomicLong statusReads = new AtomicLong();
    private final ApiServer server;
    private final WebToken token;
    private final LiveChannels channels;
    private final RecordedContent content;

    /** @param file the session, created if it does not exist */
    LiveServer(Path file) throws Exception {
        session.start(SqliteSessionStore.open(file, "test"), new Sequences());
        Path home = Files.createTempDirectory(file.toAbsolutePath().getParent(), "home");
        token = WebToken.open(home);
        server = ApiServer.bind(new Endpoint("127.0.0.1", 0), false);
        Guard guard = new Guard(token, new HostNames(List.of()), false, System::nanoTime);
        content = new RecordedContent(RecordedSession.recording(session, views), ProtoSchema.NONE);
        channels = new LiveChannels(new LiveChannels.Parts(
                guard,
                views,
                new SessionSource(session),
                content,
                () -> Map.of("flows", statusReads.incrementAndGet()),
                log,
                options,
                "1.2.3",
                "work.steno"));
        Commands commands = new Commands(ViewTypes.over(ValueTypes.STANDARD));
        ViewCommands.register(commands, () -> views, () -> session, SqliteSessionReader::open);
        ViewedCommands viewed = new ViewedCommands(views, session, SqliteSessionReader::open, null);
        server.start(
                new Router(new CommandsResource(commands, viewed, new PageFiles(Optional.empty()), null).routes()),
                guard,
                null,
                channels);
    }

    InetSocketAddress address() {
        return server.address();
    }

    String token() {
        return token.reveal();
    }

    /** Calls a command; returns the response's body. */
    String call(String command, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + address().getPort() + "/api/v1/commands/" + command))
                .header("Authorization", token.authorization())
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Opens a channel of a page that paints each frame at once. */
    LiveClient open() throws Exception {
        return LiveClient.open(address(), token(), true);
    }

    /** Opens a channel of a page that never paints. */
    LiveClient openSlow() throws Exception {
        return LiveClient.open(address(), token(), false);
    }

    void record(Flow flow) {
        session.accept(new FlowEvent.Closed(flow));
    }

    @Override
    public void close() throws SessionException {
        server.close();
        channels.close();
        content.close();
        views.close();
        session.close();
    }
}
