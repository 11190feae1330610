package dev.steno.web.opened;

import dev.steno.command.Commands;
import dev.steno.option.Options;
import dev.steno.option.ValueTypes;
import dev.steno.stats.Statistics;
import dev.steno.store.NoteTaker;
import dev.steno.view.FlowSource;
import dev.steno.view.Views;
import dev.steno.web.api.CommandsResource;
import dev.steno.web.api.ContentResources;
import dev.steno.web.api.OptionsResource;
import dev.steno.web.api.PageFiles;
import dev.steno.web.api.StatusResource;
import dev.steno.web.exchange.ExportResource;
import dev.steno.web.exchange.FormatsResource;
import dev.steno.web.flows.DiffResource;
import dev.steno.web.flows.FlowResource;
import dev.steno.web.flows.FlowSetResource;
import dev.steno.web.flows.FlowsResource;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import dev.steno.web.live.LiveChannels;
import dev.steno.web.revision.RevisionsResource;
import dev.steno.web.session.RecordedSession;
import dev.steno.web.stats.FilterResource;
import dev.steno.web.stats.StatsResource;
import dev.steno.web.stats.TreeResource;
import dev.steno.web.wire.ConnectionsResource;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One session that is opened read-only: the resources about flows, of which only those that read are taken, and the live channel.
 * Any thread that may block; {@link #accept} on the event loop.
 */
final class OpenedSession implements AutoCloseable {
    /** What pages may send although nothing is changed: addresses for downloads. */
    private static final Set<String> HARMLESS = Set.of("/api/v1/tickets", "/api/v1/export");

    /** What viewers may send where their notes are taken. */
    private static final Set<String> NOTES = Set.of("PATCH /api/v1/flows/{id}", "POST /api/v1/flows/mark");

    private static final Pattern NOTED = Pattern.compile("PATCH /api/v1/flows/[^/]+|POST /api/v1/flows/mark");

    /** How long requests in progress can delay the end. */
    private static final long PATIENCE_SECONDS = 5;

    private final String id;
    private final ReadOnlySource source;
    private final Views views;
    private final Statistics counting;
    private final ContentResources contents;
    private final LiveChannels channels;
    private final Router router;

    /** Requests hold the read lock, the end the write lock. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private volatile boolean closed;

    /**
     * @param id the part of its paths that names it
     * @param own whether it is the session that this process is for
     */
    OpenedSession(String id, ReadOnlySource source, OpenedSessions.Parts parts, boolean own) {
        this.id = id;
        this.source = source;
        FlowSource flows = source.flows();
        this.views = Views.of(flows);
        RecordedSession recorded = RecordedSession.readOnly(source.name(), source.file(), flows, views, source.notes());
        this.counting = new Statistics(recorded::reader);
        String tickets = "/t/" + id + "/";
        this.contents = new ContentResources(recorded, parts.schema(), tickets);
        StatusResource.Source status = () -> status(parts.version(), own);
        this.channels = new LiveChannels(new LiveChannels.Parts(
                parts.guard(),
                views,
                flows,
                contents.content(),
                status,
                parts.log(),
                parts.options(),
                parts.version(),
                name()));
        List<Route> routes = new ArrayList<>(new StatusResource(status).routes());
        routes.addAll(contents.routes());
        routes.addAll(new FlowsResource(recorded).routes());
        routes.addAll(new FlowSetResource(recorded).routes());
        routes.addAll(new DiffResource(recorded).routes());
        routes.addAll(new FlowResource(recorded).routes());
        routes.addAll(new RevisionsResource(recorded).routes());
        routes.addAll(new ExportResource(recorded, parts.leaving(), System::nanoTime, tickets).routes());
        routes.addAll(new FormatsResource().routes());
        routes.addAll(new ConnectionsResource(recorded, Set::of).routes());
        routes.addAll(new StatsResource(counting, recorded).routes());
        routes.addAll(new TreeResource(counting, recorded).routes());
        routes.addAll(new FilterResource(counting).routes());
        routes.addAll(new OptionsResource(new Options()).routes()); // there are none, and no commands
        routes.addAll(
                new CommandsResource(new Commands(ValueTypes.STANDARD), null, new PageFiles(Optional.empty()), null)
                        .routes());
        this.router = new Router(routes.stream().filter(this::isOpen).toList());
    }

    private boolean isOpen(Route route) {
        return route.method().equals("GET")
                || route.method().equals("POST") && HARMLESS.contains(route.path())
                || source.notes() != null && NOTES.contains(route.method() + " " + route.path());
    }

    private boolean isNote(ApiRequest request, String path) {
        return source.notes() != null
                && NOTED.matcher(request.method() + " " + path).matches();
    }

    /** Returns its routes at the paths of a recorded session. */
    List<Route> routes() {
        return router.routes().stream()
                .map(each ->
                        new Route(each.method(), each.path(), each.help(), request -> answer(request, request.path())))
                .toList();
    }

    /** Returns the part of its paths that names it. */
    String id() {
        return id;
    }

    /** Returns its name for people. */
    String name() {
        return source.name();
    }

    private Map<String, @Nullable Object> status(String version, boolean own) {
        Map<String, @Nullable Object> session = new LinkedHashMap<>();
        session.put("name", name());
        String trouble = null;
        try {
            session.putAll(source.figures());
        } catch (IOException e) {
            trouble = e.getMessage();
        }
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("version", version);
        status.put("recording", false);
        status.put("read_only", true);
        if (own) {
            status.put("alone", true);
        }
        NoteTaker notes = source.notes();
        if (notes != null) {
            Map<String, Object> viewer = new LinkedHashMap<>();
            viewer.put("author", notes.author());
            String refusal = notes.refusal();
            if (refusal != null) {
                viewer.put("refusal", refusal);
            }
            status.put("notes", viewer);
        }
        status.put("session", session);
        if (session.containsKey("flows")) {
            status.put("flows", session.get("flows"));
        }
        status.put("trouble", trouble); // told also when it is over
        return status;
    }

    /**
     * Answers a request.
     *
     * @param path as of the recorded session
     * @throws ApiProblem 403 if it would change something
     */
    ApiResponse answer(ApiRequest request, String path) throws IOException {
        if (!request.method().matches("GET|HEAD") && !HARMLESS.contains(path) && !isNote(request, path)) {
            throw ApiProblem.of(403, name() + " is open read-only, so nothing in it is changed; " + source.remedy());
        }
        ApiResponse response = used(() -> router.answer(request.to(path)));
        return new ApiResponse(response.status(), response.type(), response.headers(), response.length(), out -> {
            try {
                used(() -> {
                    response.body().writeTo(out);
                    return response;
                });
            } catch (ApiProblem e) { // closed meanwhile, and the head of the response was sent
                throw new IOException(e.getMessage(), e);
            }
        });
    }

    private ApiResponse used(Use what) throws IOException {
        use.readLock().lock();
        try {
            if (closed) {
                throw ApiProblem.notFound(name() + " was closed; open the file again");
            }
            return what.run();
        } finally {
            use.readLock().unlock();
        }
    }

    @FunctionalInterface
    private interface Use {
        ApiResponse run() throws IOException;
    }

    /** Accepts a live channel. */
    ChannelHandler accept(ApiRequest request) {
        return channels.accept(request);
    }

    /** Writes what it is as members of an answer. */
    void write(JsonGenerator json) {
        json.writeStringProperty("id", id);
        source.write(json);
    }

    /** Ends it, after requests in progress or some seconds, and closes its source. */
    @Override
    public void close() throws IOException {
        channels.endAll(name() + " was closed; open the file again");
        boolean quiet = awaitRequests();
        try {
            closed = true;
        } finally {
            if (quiet) {
                use.writeLock().unlock();
            }
        }
        channels.close();
        counting.close();
        contents.close();
        views.close();
        source.close();
    }

    private boolean awaitRequests() {
        try {
            return use.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
