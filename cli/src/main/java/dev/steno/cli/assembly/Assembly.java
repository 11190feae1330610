package dev.steno.cli.assembly;

import dev.steno.addon.Addon;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.BlockingExecutor;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.addon.jar.AddonFolder;
import dev.steno.builtin.AutoPassThrough;
import dev.steno.builtin.FlowPrinter;
import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.LeafMint;
import dev.steno.cli.addon.AddonList;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.Version;
import dev.steno.cli.daemon.ConfigReload;
import dev.steno.cli.daemon.DaemonOptions;
import dev.steno.cli.daemon.Ready;
import dev.steno.cli.daemon.RunLog;
import dev.steno.cli.daemon.RunStatus;
import dev.steno.cli.option.CaOptions;
import dev.steno.cli.option.KeepOptions;
import dev.steno.cli.option.RecordOptions;
import dev.steno.cli.option.RedactionOptions;
import dev.steno.cli.option.RunOptions;
import dev.steno.cli.option.Settings;
import dev.steno.cli.script.RecordedQuery;
import dev.steno.cli.script.RunningScripts;
import dev.steno.cli.ship.RunNotices;
import dev.steno.cli.ship.RunShipper;
import dev.steno.command.CommandException;
import dev.steno.command.Commands;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Sequences;
import dev.steno.hold.HeldFlows;
import dev.steno.hold.Holding;
import dev.steno.local.LocalClients;
import dev.steno.log.EventLog;
import dev.steno.natives.UnpackFolder;
import dev.steno.net.ProxyServer;
import dev.steno.option.ByteSize;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.option.RefusedOptionException;
import dev.steno.replay.ClientReplay;
import dev.steno.replay.ReplayOptions;
import dev.steno.rule.Rules;
import dev.steno.script.run.ScriptPorts;
import dev.steno.session.Retention;
import dev.steno.session.Session;
import dev.steno.session.TextIndexing;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import dev.steno.tui.data.LiveSource;
import dev.steno.view.Views;
import dev.steno.web.WebInterface;
import dev.steno.web.WebOptions;
import dev.steno.web.setup.FirstContacts;
import dev.steno.web.setup.SetupResource;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The product: session, network and addons, and the order in which these parts start and stop. Methods that start or
 * stop parts are guarded by this object's lock, so they may be called from different threads.
 */
public final class Assembly implements AutoCloseable {
    /** Upper bound on bytes queued for the writer; with a small heap, an eighth of the heap. */
    private static final long MOST_WAITING = 24L << 20;

    private final Options options;
    private final ConfigReload reload;
    private final EventLog log;
    private final RunNotices notices;
    private final FlowPrinter printer;
    private final Consumer<String> announcement;
    private final RecordBudget recordBudget =
            new RecordBudget(Math.min(MOST_WAITING, Runtime.getRuntime().maxMemory() / 8));
    private final Sequences sequences = new Sequences();
    private final Session session;
    private final Views views;
    private final BlockingExecutor addonThreads = new BlockingExecutor();
    private final ClientReplay replay;
    private final List<Addon> more = new ArrayList<>();
    private final FirstContacts contacts = new FirstContacts();
    private final RunReports reports = new RunReports();
    private AddonFolder installed = AddonFolder.none();
    private RunningScripts scripts = RunningScripts.none();

    private volatile @Nullable ProxyServer server;
    private @Nullable BackgroundOpen<WebInterface> webOpening;
    private @Nullable WebInterface web;
    private @Nullable CertificateAuthority authority;
    private @Nullable LeafMint mint;
    private volatile @Nullable AddonRuntime runtime;
    private @Nullable SessionStore store;
    private volatile @Nullable AdjustableRetention retention;
    private @Nullable RunShipper shipper;
    private @Nullable RunStatus status;
    private volatile @Nullable Commands registry;
    private @Nullable LiveSource shown;
    private volatile boolean recording;
    private volatile Runnable stop = () -> {
        throw new CommandException("this proxy ends with the program that it was started for");
    };

    /**
     * @param notices told of the record and of where it is shipped
     * @param printer prints the flows
     * @param announcement receives messages for people; called on a thread that may block
     * @param log of this run
     */
    public Assembly(
            Options options, RunNotices notices, FlowPrinter printer, Consumer<String> announcement, RunLog log) {
        this.log = log.events();
        this.reload = new ConfigReload(options, options.get(RunOptions.class).home(), log);
        this.announcement = announcement;
        this.options = options;
        this.notices = notices;
        this.printer = printer;
        RecordOptions record = options.get(RecordOptions.class);
        this.session = new Session(recordBudget, record.durability(), record.onStoreFailure());
        this.views = Views.of(session);
        Supplier<ReplayOptions> replayed = () -> options.get(ReplayOptions.class);
        this.replay =
                new ClientReplay(this::recorded, this::clients, replayed, SqliteSessionReader::open, addonThreads);
        limitBodies(record);
    }

    /** Returns all addons, in the order in which they see traffic. */
    private List<Addon> addons(BuiltinAddons builtin) {
        List<Addon> addons = new ArrayList<>();
        if (store != null) {
            addons.add(session);
        }
        addons.addAll(builtin.list());
        addons.addAll(installed.guests());
        addons.addAll(scripts.addons());
        addons.addAll(more);
        if (webOpening != null) {
            addons.add(contacts);
            addons.addAll(reports.counters());
        }
        return addons;
    }

    /** Takes the addons in jars, which see traffic after the built-in ones and are closed with the rest; to be called before
     * {@link #start}. */
    public synchronized void install(AddonFolder folder) {
        installed = folder;
    }

    /** Adds an addon that sees traffic after the others; to be called before {@link #start}. */
    public synchronized void add(Addon addon) {
        more.add(addon);
    }

    /**
     * Binds the listeners; connections are accepted from {@link #start} on. A missing CA is created first, so that a
     * script that waits for the port finds {@code ca.pem} when the port opens.
     */
    public synchronized void bind(ProxyServer.Sockets sockets) throws IOException {
        scripts = RunningScripts.of(
                options,
                new ScriptPorts(() -> options, this::registry, this::clients, new RecordedQuery(this::recorded)));
        if (!Settings.hasCa(options)) {
            authority = Settings.openCa(options);
        }
        server = ProxyServer.bind(Settings.proxy(options, log), sockets);
        WebOptions asked = options.get(WebOptions.class);
        asked.web().at().ifPresent(at -> {
            boolean otherPorts = options.require("web").source() == OptionSource.DEFAULT;
            webOpening = new BackgroundOpen<>("open-web", () -> WebInterface.bind(asked, at, otherPorts));
        });
    }

    private long heldBytes() {
        AddonRuntime running = runtime;
        return running == null ? 0 : running.heldBytes().held();
    }

    /**
     * Opens the session and the CA in parallel and starts to accept connections.
     *
     * @throws IOException if a part cannot start; {@link #close} stops those that had started
     */
    public synchronized void start() throws IOException {
        ProxyServer bound = server;
        if (bound == null) {
            throw new IllegalStateException("not bound");
        }
        BackgroundOpen<SessionStore> opening =
                new BackgroundOpen<>("open-session", () -> Settings.openSession(options));
        CertificateAuthority ca;
        try {
            ca = authority == null ? Settings.openCa(options) : authority;
            authority = ca;
        } finally {
            store = opening.result();
        }
        mint = new LeafMint(ca, options.get(CaOptions.class).keyType(), LeafMint.DEFAULT_BOUND, Clock.systemUTC());
        if (store != null) {
            record(store);
        }
        BuiltinAddons builtin = new BuiltinAddons(new BuiltinAddons.Parts(
                ca,
                store == null ? PassThroughKeeper.NONE : session.keepPassThroughs(),
                told -> addonThreads.executeAlways(() -> announcement.accept(told)),
                printer,
                () -> MachineAddresses.reachable(options, bound.addresses()),
                () -> Objects.requireNonNullElse(webUrl(), ""),
                () -> session,
                this::heldBytes));
        Commands commands = ProductCommands.of(
                options,
                () -> reload,
                () -> stop,
                () -> session,
                () -> views,
                () -> Objects.requireNonNull(runtime, "not started").inFlight(),
                () -> builtin,
                () -> replay,
                () -> new AddonList(
                        builtin.list(),
                        installed,
                        Objects.requireNonNull(runtime, "not started").hooks()::failures),
                scripts::scripts);
        registry = commands;
        AddonRuntime running;
        try {
            running = new AddonRuntime(addons(builtin), sequences, recordBudget, addonThreads, options, commands);
        } catch (RefusedOptionException e) {
            throw Failure.usage("option " + e.option() + ": " + e.getMessage());
        }
        runtime = running;
        AddonStart.requireNamed(installed);
        RedactionOptions.applyToRecord(options, running, session, store, log);
        builtin.get(Holding.class).redactBy(session.redactor());
        HeldFlows held = builtin.get(Holding.class).held();
        LiveSource.Parts parts = new LiveSource.Parts(held, session, options, builtin.get(Rules.class));
        shown = store == null ? null : LiveSource.of(store, views, commands, log, parts);
        if (recording) {
            keepWithinLimits(running);
        }
        WebInterface api = webOpening == null ? null : webOpening.result();
        web = api;
        if (api != null) {
            bound.refuse(
                    api.address(), api.secretMask(options.get(RunOptions.class).home()));
        }
        bound.start(running, mint);
        if (api != null) {
            RunReports.Parts reported = new RunReports.Parts(
                    options,
                    bound,
                    api.url(),
                    store,
                    session,
                    recordBudget,
                    builtin.get(Holding.class),
                    builtin.get(Rules.class),
                    running,
                    addonThreads,
                    scripts);
            status = RunReports.status(reported);
            reports.ships(status, () -> shipper, () -> AdjustableRetention.isWaitingForStore(retention));
            api.start(
                    options.get(RunOptions.class).home(),
                    new WebInterface.Parts(
                            options,
                            commands,
                            log,
                            status,
                            reports.metrics(reported, status),
                            views,
                            session,
                            store,
                            builtin.get(AutoPassThrough.class)::list,
                            builtin.get(AutoPassThrough.class)::revoke,
                            builtin.get(Holding.class).held(),
                            replay,
                            builtin.get(Rules.class),
                            () -> clients(bound),
                            ca.certificateFile(),
                            new SetupResource(
                                    contacts,
                                    status::status,
                                    () -> MachineAddresses.reachable(options, bound.addresses()),
                                    new SetupResource.Authority(ca.certificateFile(), ca.fingerprint())),
                            session -> RedactionOptions.leaving(options, session),
                            mint,
                            MachineAddresses.hosts(api.address()),
                            Version.number()));
        }
        scripts.started(session);
        // after the start, so that clients need not wait for these
        addonThreads.executeAlways(replay::queueFiles);
        addonThreads.executeAlways(UnpackFolder::sweep);
        addonThreads.executeAlways(SqliteSessionStore::sweep);
    }

    private void keepWithinLimits(AddonRuntime running) {
        AdjustableRetention limited =
                new AdjustableRetention(limits -> new Retention(session, limits, running.facts()::publish, notices));
        limited.limit(options.get(KeepOptions.class).limits());
        retention = limited;
        options.register(KeepOptions.class, (before, after) -> limited.limit(after.limits()));
        options.register(RecordOptions.class, (before, after) -> limitBodies(after));
    }

    private void limitBodies(RecordOptions record) {
        session.limitBodies(record.bodyLimit().map(ByteSize::bytes).orElse(Long.MAX_VALUE));
    }

    private void record(SessionStore opened) throws IOException {
        if (ResumeNotice.resume(options, opened, announcement)) {
            limitBodies(options.get(RecordOptions.class));
        }
        session.onFailure(notices);
        session.start(opened, sequences);
        recording = true;
        shipper = RunShipper.start(options, session, opened.file(), notices);
        RecentSessions.note(options.get(RunOptions.class).home(), opened.file(), addresses());
        if (options.get(RecordOptions.class).textIndex() == TextIndexing.ON) {
            session.indexTexts();
        }
    }

    public Session recorded() {
        if (!recording) {
            throw new CommandException("nothing is recorded, so there is no request to send again");
        }
        return session;
    }

    private Commands registry() {
        return Objects.requireNonNull(registry, "not started");
    }

    public LocalClients clients() {
        return Objects.requireNonNull(server, "not bound").localClients();
    }

    private static Set<String> clients(ProxyServer bound) {
        return bound.clients().stream().map(Endpoint::toString).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the addresses of the listeners, in the order of the options. */
    public List<Endpoint> addresses() {
        return Objects.requireNonNull(server, "not bound").addresses();
    }

    /** Describes the running proxy for other programs. */
    public Ready ready() {
        SessionStore recorded = store;
        return new Ready(
                ProcessHandle.current().pid(),
                addresses().stream().map(Endpoint::toString).toList(),
                webUrl(),
                recorded == null ? null : recorded.file(),
                options.get(RunOptions.class).home(),
                authority().certificateFile());
    }

    /** Returns what reads {@code config.toml} again. */
    public ConfigReload reload() {
        return reload;
    }

    /** Returns the URLs by which other machines reach the user interface. */
    public List<String> remoteWebUrls() {
        WebInterface started = web;
        return started == null ? List.of() : started.remoteUrls(MachineAddresses.hosts(started.address()));
    }

    /** Says what stops the process if the command {@code proxy.stop} is called. */
    public void stopsBy(Runnable action) {
        stop = action;
    }

    /** Returns the URL of the user interface; null if it is off. */
    @Nullable
    public String webUrl() {
        WebInterface started = web;
        return started == null ? null : started.url();
    }

    /** Returns the URL with a code by which one browser can log in; null if the user interface is off. */
    @Nullable
    public String webLoginUrl() {
        WebInterface started = web;
        return started == null ? null : started.loginUrl();
    }

    /** Returns the CA in use. */
    public CertificateAuthority authority() {
        return Objects.requireNonNull(authority, "not started");
    }

    /** Returns the store that is recorded to, or null if nothing is recorded. */
    @Nullable
    public SessionStore store() {
        return store;
    }

    /** Returns what the terminal user interface shows; null if nothing is recorded. */
    @Nullable
    public LiveSource shown() {
        return shown;
    }

    /** Returns the views of the session in use. */
    Views views() {
        return views;
    }

    /**
     * Stops the parts that have started: no new connections are accepted, exchanges in flight may complete for a short
     * time, queued facts are delivered, the record is written. A second call does nothing.
     *
     * @return how the session was closed; null if none was open
     * @throws SessionException if a part of the record could not be written
     */
    public synchronized SessionStore.@Nullable Closed end() throws SessionException {
        replay.close();
        try {
            if (server != null) {
                server.stop(options.get(DaemonOptions.class).grace());
                server = null;
            }
            endWeb();
            AdjustableRetention limited = retention;
            if (limited != null) {
                limited.close();
                retention = null;
            }
            AddonRuntime running = runtime;
            if (running != null) {
                running.close();
                runtime = null;
            }
            if (mint != null) {
                mint.close();
                mint = null;
            }
            installed.close();
            addonThreads.close();
            views.close();
        } finally {
            RunShipper.end(shipper, session);
            SessionStore opened = store;
            store = null;
            if (opened != null) {
                SessionStore.Closed closed = recording ? session.close() : opened.close();
                if (!closed.file().equals(opened.file())) {
                    // kept under another name, see session.keep
                    RecentSessions.note(options.get(RunOptions.class).home(), closed.file(), List.of());
                }
                return closed;
            }
        }
        return null;
    }

    private void endWeb() {
        if (web == null && webOpening != null) {
            try {
                web = webOpening.result();
            } catch (IOException e) {
                web = null; // start has reported it, or another part failed first
            }
        }
        webOpening = null;
        if (web != null) {
            web.close();
            web = null;
        }
        if (status != null) {
            status.close();
        }
    }

    @Override
    public void close() throws SessionException {
        end();
    }
}
