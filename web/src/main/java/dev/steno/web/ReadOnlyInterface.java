package dev.steno.web;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.flow.Endpoint;
import dev.steno.log.EventLog;
import dev.steno.option.Options;
import dev.steno.web.api.LogResource;
import dev.steno.web.api.LoginResource;
import dev.steno.web.api.PageResource;
import dev.steno.web.exchange.Leaving;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.LoginCodes;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import dev.steno.web.opened.OpenedSessions;
import dev.steno.web.opened.ReadOnlySource;
import dev.steno.web.server.ApiServer;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API and the user interface over one session that is only read, on a server of its own for this machine. Any thread;
 * {@link #bind}, {@link #start} and {@link #close} block.
 */
public final class ReadOnlyInterface implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    /** The session, in the paths of the API. */
    private static final String SHOWN = "shown";

    private static final String PAGE = "/?opened=" + SHOWN;

    private final ApiServer server;
    private final LoginCodes codes = new LoginCodes(System::nanoTime);
    private volatile @Nullable OpenedSessions sessions; // null until the start

    /**
     * What the resources stand on.
     *
     * @param log of this process
     * @param leaving replaces secrets in exports for other tools
     * @param schema names the fields of the messages of gRPC
     * @param version Steno's
     */
    public record Parts(EventLog log, Leaving leaving, ProtoSchema schema, String version) {}

    private ReadOnlyInterface(ApiServer server) {
        this.server = server;
    }

    /**
     * Binds the socket at loopback; clients wait until {@link #start}.
     *
     * @param port 0 for any that is free
     * @param otherPorts whether the next free port is taken if that one is not
     * @throws IOException if the address cannot be bound; the message says what to do
     */
    public static ReadOnlyInterface bind(int port, boolean otherPorts) throws IOException {
        Endpoint at = new Endpoint(LOOPBACK, port);
        try {
            return new ReadOnlyInterface(ApiServer.bind(at, otherPorts));
        } catch (IOException e) {
            Throwable cause = e.getCause();
            throw cause instanceof BindException
                    ? new IOException(
                            "cannot listen at " + at + ": " + cause.getMessage() + "; choose another port with --port",
                            e)
                    : e;
        }
    }

    /**
     * Answers requests from now on.
     *
     * @param session closed with this
     * @param home where the token is
     * @throws IOException if the token cannot be read or made
     */
    public void start(ReadOnlySource session, Path home, Parts parts) throws IOException {
        Guard guard = new Guard(WebToken.open(home), new HostNames(List.of(LOOPBACK)), false, System::nanoTime);
        OpenedSessions opened = new OpenedSessions(new OpenedSessions.Parts(
                guard, parts.log(), new Options(), parts.leaving(), parts.schema(), parts.version(), null));
        sessions = opened;
        opened.openOwn(SHOWN, session);
        List<Route> routes = new ArrayList<>();
        PageResource page = new PageResource();
        routes.add(new Route(
                "GET",
                "/",
                "The user interface.",
                request -> request.parameter("opened").isPresent()
                        ? page.page(request)
                        : new ApiResponse(302, "", Map.of("Location", PAGE), 0, out -> {})));
        routes.addAll(page.routes());
        routes.addAll(opened.routes());
        routes.addAll(new LogResource(parts.log()).routes());
        routes.addAll(new LoginResource(guard, codes, home).routes());
        guard.onNewToken(server::endConnections);
        server.start(new Router(routes, session.name() + " is open read-only"), guard, null, opened);
    }

    /** Returns the URL of the API and the user interface, without a secret. */
    public String url() {
        return "http://" + new Endpoint(LOOPBACK, server.address().getPort()) + "/";
    }

    /** Returns the URL by which one browser can log in, once and for ten minutes. */
    public String loginUrl() {
        return "http://" + new Endpoint(LOOPBACK, server.address().getPort()) + PAGE + "#login=" + codes.create();
    }

    @Override
    public void close() {
        server.close();
        OpenedSessions started = sessions;
        if (started != null) {
            started.close();
        }
    }
}
