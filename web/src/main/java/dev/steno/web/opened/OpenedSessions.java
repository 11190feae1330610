package dev.steno.web.opened;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.json.Json;
import dev.steno.log.EventLog;
import dev.steno.option.Options;
import dev.steno.web.exchange.IncomingFile;
import dev.steno.web.exchange.Leaving;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.server.WebSocketService;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that are open read-only: those that pages have opened, and the one that this process is for if it records none; until they are closed or Steno ends. Each has paths of its own, below {@code
 * /api/v1/opened/ID/}, with the resources of the recorded session. Any thread that may block; the methods of the WebSocket on the
 * event loop.
 */
public final class OpenedSessions implements WebSocketService, AutoCloseable {
    /** Upper bound on sessions that are open. */
    static final int MOST = 8;

    private static final Logger LOG = LoggerFactory.getLogger(OpenedSessions.class);
    private static final String BASE = "/api/v1/opened";
    private static final String ONE = BASE + "/{session}";
    private static final String REST = ONE + "/{path...}";
    private static final Pattern LIVE = Pattern.compile(Pattern.quote(BASE) + "/([^/]+)/live");
    private static final String OWN_LIVE = "/api/v1/live";
    private static final int BYTES = 8;

    private final Parts parts;
    private volatile @Nullable OpenedSession own;
    private final Map<String, OpenedSession> sessions = Collections.synchronizedMap(new LinkedHashMap<>());

    /** One for each session that is open or being read. */
    private final Semaphore room = new Semaphore(MOST);

    /**
     * What the sessions stand on.
     *
     * @param leaving replaces secrets in exports
     * @param schema names the fields of the messages of gRPC
     * @param version Steno's
     * @param beside the recorded session, beside which copies are made; null if nothing is recorded
     */
    public record Parts(
            Guard guard,
            EventLog log,
            Options options,
            Leaving leaving,
            ProtoSchema schema,
            String version,
            @Nullable Path beside) {}

    public OpenedSessions(Parts parts) {
        this.parts = parts;
    }

    /**
     * Opens the session that this process is for, where none is recorded: the paths of the recorded session are its own too, and
     * it cannot be closed. Call once, before {@link #routes}.
     *
     * @param id the part of its paths that names it
     * @param source closed with the others
     */
    public void openOwn(String id, ReadOnlySource source) {
        OpenedSession opened = new OpenedSession(id, source, parts, true);
        own = opened;
        sessions.put(id, opened);
    }

    /** Returns the routes of these resources. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        OpenedSession first = own;
        if (first != null) {
            routes.addAll(first.routes());
        }
        routes.add(new Route("GET", BASE, "Lists the sessions that are open read-only.", this::list));
        routes.add(new Route(
                "POST",
                BASE,
                "Opens the request's bytes, a session or a file of another tool, read-only beside the recorded session"
                        + " (parameters as of POST /import); returns what was lost.",
                this::open,
                true));
        routes.add(new Route("GET", ONE, "Tells what was opened.", this::tell));
        routes.add(new Route("DELETE", ONE, "Closes an opened session; the file that was sent stays.", this::close));
        routes.add(new Route(
                "GET", REST, "Answers for an opened session as this path does for the recorded one.", this::forward));
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            routes.add(new Route(
                    method,
                    REST,
                    "Answers for an opened session; what would change it is refused with 403.",
                    this::forward));
        }
        routes.add(new Route("GET", "/t/{session}/{path...}", "Sends what a ticket is good for.", this::ticket));
        return routes;
    }

    private ApiResponse list(ApiRequest request) {
        request.takes();
        List<OpenedSession> all = all();
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("opened");
            for (OpenedSession each : all) {
                json.writeStartObject();
                each.write(json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private List<OpenedSession> all() {
        synchronized (sessions) {
            return List.copyOf(sessions.values());
        }
    }

    private ApiResponse open(ApiRequest request) throws IOException {
        if (!room.tryAcquire()) {
            throw ApiProblem.of(
                    409,
                    MOST + " sessions are open already, the limit; close one of them, which also frees its disk space");
        }
        OpenedSession opened;
        try (IncomingFile file = IncomingFile.of(request)) {
            OpenedFile read = OpenedFile.read(file, parts.beside(), "steno " + parts.version());
            opened = new OpenedSession(WebToken.random(BYTES), read, parts, false);
        } catch (IOException | RuntimeException e) {
            room.release();
            throw e;
        }
        sessions.put(opened.id(), opened);
        return one(opened);
    }

    private static ApiResponse one(OpenedSession session) {
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            session.write(json);
            json.writeEndObject();
        }));
    }

    private ApiResponse tell(ApiRequest request) {
        request.takes();
        return one(find(request.variable("session")));
    }

    private OpenedSession find(String id) {
        OpenedSession session = sessions.get(id);
        if (session == null) {
            throw ApiProblem.notFound("this session is not open any more; open the file again");
        }
        return session;
    }

    private ApiResponse close(ApiRequest request) throws IOException {
        request.takes();
        OpenedSession named = find(request.variable("session"));
        if (named == own) {
            throw ApiProblem.of(409, named.name() + " is what this process shows, until it ends");
        }
        OpenedSession session = sessions.remove(named.id());
        if (session != null) { // else another request closes it
            try {
                session.close();
            } finally {
                room.release();
            }
        }
        return ApiResponse.nothing();
    }

    private ApiResponse forward(ApiRequest request) throws IOException {
        return find(request.variable("session")).answer(request, "/api/v1/" + request.variable("path"));
    }

    private ApiResponse ticket(ApiRequest request) throws IOException {
        return find(request.variable("session")).answer(request, request.path());
    }

    @Override
    public boolean serves(String path) {
        return LIVE.matcher(path).matches() || own != null && path.equals(OWN_LIVE);
    }

    @Override
    public ChannelHandler accept(ApiRequest request) {
        OpenedSession first = own;
        if (first != null && request.path().equals(OWN_LIVE)) {
            return first.accept(request);
        }
        Matcher path = LIVE.matcher(request.path());
        if (!path.matches()) {
            throw ApiProblem.notFound("there is no " + request.path() + " here");
        }
        return find(path.group(1)).accept(request);
    }

    /** Closes all of them, once the server has ended. */
    @Override
    public void close() {
        for (OpenedSession each : all()) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.warn("{} could not be closed: {}", each.name(), e.getMessage());
            }
        }
        sessions.clear();
    }
}
