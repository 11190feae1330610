package dev.steno.cli.run;

import dev.steno.addon.Addon;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.builtin.FlowPrinter;
import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.LeafMint;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Sequences;
import dev.steno.natives.UnpackFolder;
import dev.steno.net.ProxyServer;
import dev.steno.option.Options;
import dev.steno.session.KeepLimits;
import dev.steno.session.Retention;
import dev.steno.session.Session;
import dev.steno.session.TextIndexing;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.store.StoreListener;
import dev.steno.view.Views;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The product put together: the session, the wire and the addons, and the order in which the parts begin and end. For the thread that
 * starts it and the one that ends it, one at a time.
 */
public final class Assembly implements AutoCloseable {
    /** How long exchanges that are under way may go on at the end. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** The most bytes that may wait to be written, as far as the heap is large enough for them. */
    private static final long MOST_WAITING = 24L << 20;

    private final Options options;
    private final StoreListener storeListener;
    private final FlowPrinter printer;
    private final Consumer<String> announcement;
    private final RecordBudget admission =
            new RecordBudget(Math.min(MOST_WAITING, Runtime.getRuntime().maxMemory() / 8));
    private final Sequences sequences = new Sequences();
    private final Session session;
    private final Views views;
    private final ExecutorService addonThreads;

    private @Nullable ProxyServer server;
    private @Nullable CertificateAuthority authority;
    private @Nullable LeafMint mint;
    private @Nullable AddonRuntime buses;
    private @Nullable SessionStore store;
    private @Nullable Retention retention;
    private boolean recording;

    /**
     * @param storeListener hears when the record cannot be kept
     * @param printer prints the flows
     * @param announcement told what a person should know, on a thread that may wait
     */
    public Assembly(Options options, StoreListener storeListener, FlowPrinter printer, Consumer<String> announcement) {
        this.announcement = announcement;
        this.options = options;
        this.storeListener = storeListener;
        this.printer = printer;
        RecordOptions record = options.get(RecordOptions.class);
        this.session = new Session(admission, record.durability(), record.onStoreFailure());
        this.views = Views.of(session);
        record.bodyLimit().ifPresent(limit -> session.limitBodies(limit.bytes()));
        AtomicInteger number = new AtomicInteger();
        this.addonThreads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "addon-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** All addons, in the order in which they see what passes. */
    private List<Addon> addons(BuiltinAddons builtin) {
        List<Addon> addons = new ArrayList<>();
        if (store != null) {
            addons.add(session);
        }
        addons.addAll(builtin.list());
        return addons;
    }

    /**
     * Binds, so that clients can connect; {@link #start} lets them in. A CA that is not there is made before: what waits for the
     * port finds {@code ca.pem} when it opens.
     */
    public synchronized void bind() throws IOException {
        if (!Settings.hasCa(options)) {
            authority = Settings.openCa(options);
        }
        server = ProxyServer.bind(Settings.proxy(options));
    }

    /**
     * Opens the session and the CA side by side and lets clients in.
     *
     * @throws IOException if a part cannot begin; {@link #close} ends those that had begun
     */
    public synchronized void start() throws IOException {
        ProxyServer bound = server;
        if (bound == null) {
            throw new IllegalStateException("not bound");
        }
        BackgroundOpen<@Nullable SessionStore> opening =
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
                told -> addonThreads.execute(() -> announcement.accept(told)),
                printer));
        buses = new AddonRuntime(
                addons(builtin),
                sequences,
                admission,
                addonThreads,
                options,
                ProductCommands.of(options, () -> session, () -> views, () -> builtin));
        KeepLimits limits = options.get(KeepOptions.class).limits();
        if (recording && !limits.isNone()) {
            retention = new Retention(session, limits, buses.facts()::publish, storeListener);
        }
        bound.start(buses, mint);
        addonThreads.execute(UnpackFolder::sweep); // when clients are let in: nobody waits for it
    }

    private void record(SessionStore opened) throws SessionException {
        resumeOptions(opened);
        session.onFailure(storeListener);
        session.start(opened, sequences);
        recording = true;
        if (options.get(RecordOptions.class).textIndex() == TextIndexing.ON) {
            session.indexTexts();
        }
    }

    /**
     * Names what the session says of options and of clients to pass through. They apply only where that was asked for, beneath every
     * other layer: a session may come from elsewhere, and would decide what is recorded.
     */
    private void resumeOptions(SessionStore opened) throws SessionException {
        if (!opened.resumed()) {
            return;
        }
        try (SessionReader reader = opened.reader()) {
            Map<String, String> kept = reader.options();
            boolean apply = options.get(RunOptions.class).sessionOptions() == SessionOptions.APPLY;
            if (apply) {
                Settings.resume(options, kept);
                options.get(RecordOptions.class).bodyLimit().ifPresent(limit -> session.limitBodies(limit.bytes()));
            }
            int all = reader.passThroughs().size();
            int others = all - opened.heededPassThroughs().size();
            ResumeNotice.lines(kept, apply ? all : others, apply).forEach(announcement);
        }
    }

    /** Where clients connect: the listeners in the order they were asked for. */
    public List<Endpoint> addresses() {
        ProxyServer bound = server;
        if (bound == null) {
            throw new IllegalStateException("not bound");
        }
        return bound.addresses();
    }

    /** The CA in use. */
    public CertificateAuthority authority() {
        CertificateAuthority ca = authority;
        if (ca == null) {
            throw new IllegalStateException("not started");
        }
        return ca;
    }

    /** The store that is recorded to; null where nothing is. */
    @Nullable
    SessionStore store() {
        return store;
    }

    /** The views of the session in use. */
    Views views() {
        return views;
    }

    /**
     * Ends what has begun: no further clients, exchanges under way may end, facts are delivered, the record is written.
     *
     * @return how the session ended; null where none was opened, or it was ended before
     * @throws SessionException if something could not be written
     */
    synchronized SessionStore.@Nullable Closed end() throws SessionException {
        try {
            if (server != null) {
                server.stop(GRACE);
                server = null;
            }
            if (retention != null) {
                retention.close();
                retention = null;
            }
            if (buses != null) {
                buses.close();
                buses = null;
            }
            if (mint != null) {
                mint.close();
                mint = null;
            }
            addonThreads.shutdown();
            views.close();
        } finally {
            SessionStore opened = store;
            store = null;
            if (opened != null) {
                return recording ? session.close() : opened.close();
            }
        }
        return null;
    }

    @Override
    public void close() throws SessionException {
        end();
    }
}
