package dev.steno.web;

import dev.steno.addon.PassThrough;
import dev.steno.certs.Leaf;
import dev.steno.certs.LeafMint;
import dev.steno.command.Commands;
import dev.steno.completion.FilterProposals;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.flow.Endpoint;
import dev.steno.hold.HeldFlows;
import dev.steno.log.EventLog;
import dev.steno.look.SchemaFiles;
import dev.steno.option.HostPort;
import dev.steno.option.Options;
import dev.steno.replay.ClientReplay;
import dev.steno.rule.Rules;
import dev.steno.session.HeldBodies;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionStore;
import dev.steno.view.Views;
import dev.steno.web.api.CommandsResource;
import dev.steno.web.api.ContentResources;
import dev.steno.web.api.LogResource;
import dev.steno.web.api.LoginResource;
import dev.steno.web.api.OptionsResource;
import dev.steno.web.api.PageFiles;
import dev.steno.web.api.PageResource;
import dev.steno.web.api.StatusResource;
import dev.steno.web.exchange.ExportResource;
import dev.steno.web.exchange.FormatsResource;
import dev.steno.web.exchange.ImportResource;
import dev.steno.web.exchange.Leaving;
import dev.steno.web.exchange.SideFolder;
import dev.steno.web.flows.DiffResource;
import dev.steno.web.flows.FlowResource;
import dev.steno.web.flows.FlowSetResource;
import dev.steno.web.flows.FlowsResource;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.LoginCodes;
import dev.steno.web.guard.SecretMask;
import dev.steno.web.guard.WebToken;
import dev.steno.web.held.HeldBodyResource;
import dev.steno.web.held.HeldContent;
import dev.steno.web.held.HeldMessagesResource;
import dev.steno.web.held.HeldResource;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import dev.steno.web.live.LiveChannels;
import dev.steno.web.metrics.MetricSource;
import dev.steno.web.metrics.MetricsResource;
import dev.steno.web.openapi.OpenApi;
import dev.steno.web.opened.OpenedSessions;
import dev.steno.web.revision.RevisionsResource;
import dev.steno.web.rules.RulesResource;
import dev.steno.web.send.SendResource;
import dev.steno.web.server.ApiServer;
import dev.steno.web.server.WebSocketService;
import dev.steno.web.session.RecordedSession;
import dev.steno.web.session.ViewedCommands;
import dev.steno.web.setup.SetupResource;
import dev.steno.web.stats.FilterResource;
import dev.steno.web.stats.StatsResource;
import dev.steno.web.stats.TreeResource;
import dev.steno.web.wire.CaResource;
import dev.steno.web.wire.ConnectionsResource;
import dev.steno.web.wire.PassThroughResource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The API of a running Steno, on a server of its own. Any thread; {@link #bind} and {@link #close} block. */
public final class WebInterface implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    /** What precedes the names of tickets, which are good without the token. */
    private static final String TICKETS = "/t/";

    private final WebOptions options;
    private final ApiServer server;
    private final LoginCodes codes = new LoginCodes(System::nanoTime);
    private volatile @Nullable Guard guard; // null until the start

    /** What closes the parts that were started, the latest first. */
    private final Deque<Runnable> ends = new ConcurrentLinkedDeque<>();

    private WebInterface(WebOptions options, ApiServer server) {
        this.options = options;
        this.server = server;
    }

    /**
     * What the resources stand on.
     *
     * @param log of this run
     * @param status supplies what {@code /status} answers
     * @param metrics supply what is scraped, in the order of the page
     * @param store the session's file; null if nothing is recorded
     * @param passThroughs supplies the decisions to pass connections through
     * @param revoke ends such decisions, and returns their number
     * @param held the flows of which a message is held
     * @param replay sends requests
     * @param rules those of the proxy
     * @param clients supplies the addresses of the clients that are connected, as {@code ip:port}
     * @param ca the certificate that clients must trust
     * @param setup tells new users what to do
     * @param leaving replaces secrets in exports for other tools
     * @param mint makes the certificate that other machines are shown
     * @param machine the addresses at which other machines reach the server, if it is bound to all of the machine
     * @param version Steno's
     */
    public record Parts(
            Options options,
            Commands commands,
            EventLog log,
            StatusResource.Source status,
            List<MetricSource> metrics,
            Views views,
            Session session,
            @Nullable SessionStore store,
            Supplier<List<PassThrough>> passThroughs,
            ToIntFunction<Predicate<PassThrough>> revoke,
            HeldFlows held,
            ClientReplay replay,
            Rules rules,
            Supplier<Set<String>> clients,
            Path ca,
            SetupResource setup,
            Leaving leaving,
            LeafMint mint,
            List<String> machine,
            String version) {}

    /**
     * Binds the socket of the API; clients wait until {@link #start}.
     *
     * @param at the value of {@code --web}
     * @param otherPorts whether the next free port is taken if that one is not
     * @throws IOException if the address cannot be bound; the message says what to do
     */
    public static WebInterface bind(WebOptions options, HostPort at, boolean otherPorts) throws IOException {
        return new WebInterface(options, ApiServer.bind(new Endpoint(at.hostOr(LOOPBACK), at.port()), otherPorts));
    }

    /**
     * Returns what replaces the tokens and the login codes in a text, for requests that come to the proxy by mistake.
     *
     * @param home where the token is
     * @throws IOException if the token cannot be read or made
     */
    public SecretMask secretMask(Path home) throws IOException {
        WebToken first = WebToken.open(home);
        WebToken metrics = WebToken.open(home, WebToken.METRICS);
        return new SecretMask(
                () -> {
                    Guard started = guard;
                    return List.of(started == null ? first : started.token(), metrics);
                },
                codes);
    }

    /**
     * Answers requests from now on.
     *
     * @param home where the token is
     * @throws IOException if the token cannot be read or made
     */
    public void start(Path home, Parts parts) throws IOException {
        WebToken token = WebToken.open(home);
        if (parts.store() != null) {
            SideFolder.sweep(parts.store().file());
        }
        List<String> names = new ArrayList<>(options.webHost());
        names.add(address().getHostString());
        names.addAll(parts.machine());
        Guard guard = new Guard(token, new HostNames(names), options.webBehindProxy(), System::nanoTime);
        guard.opensMetrics(WebToken.open(home, WebToken.METRICS));
        this.guard = guard;
        RecordedSession session = parts.store() == null
                ? RecordedSession.unrecorded(parts.session(), parts.views())
                : RecordedSession.recording(parts.session(), parts.views());
        Statistics counting = new Statistics(session::reader);
        ends.push(counting::close);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new PageResource().routes());
        routes.addAll(new StatusResource(parts.status()).routes());
        routes.addAll(new MetricsResource(parts.metrics()).routes());
        ProtoSchema schema = SchemaFiles.read(options.proto());
        ContentResources contents = new ContentResources(session, schema, TICKETS);
        ends.push(contents::close);
        routes.addAll(contents.routes());
        routes.addAll(new FlowsResource(session).routes());
        routes.addAll(new FlowSetResource(session).routes());
        routes.addAll(new DiffResource(session).routes());
        routes.addAll(new FlowResource(session).routes());
        routes.addAll(new RevisionsResource(session).routes());
        routes.addAll(new ExportResource(session, parts.leaving(), System::nanoTime, TICKETS).routes());
        routes.addAll(new ImportResource(session).routes());
        routes.addAll(new FormatsResource().routes());
        OpenedSessions opened = new OpenedSessions(new OpenedSessions.Parts(
                guard,
                parts.log(),
                parts.options(),
                parts.leaving(),
                schema,
                parts.version(),
                parts.store() == null ? null : parts.store().file()));
        ends.push(opened::close);
        routes.addAll(opened.routes());
        routes.addAll(new ConnectionsResource(session, parts.clients()).routes());
        routes.addAll(new PassThroughResource(parts.passThroughs(), parts.revoke()).routes());
        HeldBodies bodies = new HeldBodies(parts.session());
        routes.addAll(new HeldResource(parts.held(), bodies, parts.options()).routes());
        routes.addAll(new HeldContent(parts.held(), contents.content(), bodies).routes());
        routes.addAll(new HeldMessagesResource(parts.held()).routes());
        routes.addAll(new HeldBodyResource(parts.held(), parts.session()).routes());
        routes.addAll(new SendResource(parts.replay()).routes());
        routes.addAll(new RulesResource(parts.options(), parts.rules(), session).routes());
        routes.addAll(new CaResource(parts.ca()).routes());
        routes.addAll(new LogResource(parts.log()).routes());
        routes.addAll(parts.setup().routes());
        routes.addAll(new OptionsResource(parts.options()).routes());
        routes.addAll(new CommandsResource(
                        parts.commands(),
                        new ViewedCommands(parts.views(), parts.session(), SqliteSessionReader::open, parts.replay()),
                        new PageFiles(options.webFiles()),
                        new FilterProposals(counting))
                .routes());
        routes.addAll(new StatsResource(counting, session).routes());
        routes.addAll(new TreeResource(counting, session).routes());
        routes.addAll(new FilterResource(counting).routes());
        routes.addAll(new LoginResource(guard, codes, home).routes());
        OpenApi.addTo(routes, parts.options(), parts.commands());
        LiveChannels channels = new LiveChannels(new LiveChannels.Parts(
                guard,
                parts.views(),
                session.source(),
                contents.content(),
                parts.status(),
                parts.log(),
                parts.options(),
                parts.version(),
                session.name()));
        ends.push(channels::close);
        guard.onNewToken(server::endConnections);
        server.start(
                new Router(routes),
                guard,
                isLocal() ? null : certificate(parts),
                WebSocketService.either(channels, opened));
    }

    private boolean isLocal() {
        return address().getAddress().isLoopbackAddress();
    }

    private Leaf certificate(Parts parts) throws IOException {
        List<String> others = new ArrayList<>(parts.machine());
        others.addAll(options.webHost());
        others.add(LOOPBACK);
        InetAddress bound = address().getAddress();
        String first = bound.isAnyLocalAddress() ? others.get(0) : bound.getHostAddress();
        try {
            return parts.mint().leaf(first, others).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IOException("no certificate for the API at " + first + ": " + e.getCause(), e);
        }
    }

    /** Returns the URLs by which other machines reach the user interface; empty if it is bound to loopback. */
    public List<String> remoteUrls(List<String> machine) {
        if (isLocal()) {
            return List.of();
        }
        InetAddress bound = address().getAddress();
        List<String> hosts = bound.isAnyLocalAddress() ? machine : List.of(bound.getHostAddress());
        return hosts.stream()
                .map(host -> "https://" + new Endpoint(host, address().getPort()) + "/")
                .toList();
    }

    /** Returns the URL of the user interface for programs on this machine, without a secret. */
    public String url() {
        InetAddress bound = address().getAddress();
        boolean plain = bound.isAnyLocalAddress() || bound.isLoopbackAddress();
        String host = bound.isAnyLocalAddress() ? LOOPBACK : bound.getHostAddress();
        return (plain ? "http://" : "https://") + new Endpoint(host, address().getPort()) + "/";
    }

    /** Returns the URL by which one browser can log in, once and for ten minutes. */
    public String loginUrl() {
        return url() + "#login=" + codes.create();
    }

    /** Returns the address that the server listens on. */
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
        ends.forEach(Runnable::run);
    }
}
