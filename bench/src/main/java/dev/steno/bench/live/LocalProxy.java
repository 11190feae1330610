package dev.steno.bench.live;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowsInFlight;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.bench.report.Scratch;
import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.LeafMint;
import dev.steno.command.Commands;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Sequences;
import dev.steno.net.ProxyServer;
import dev.steno.net.settings.ProxySettings;
import dev.steno.option.Options;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.Durability;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A proxy in this process, on a free port of the loopback interface. */
final class LocalProxy implements AutoCloseable {
    private static final long BUDGET = 64L << 20;

    private final Scratch scratch = Scratch.make(null);
    private final ExecutorService addonThreads = Executors.newCachedThreadPool();
    private final Options options = new Options();
    private final ProxyServer server = ProxyServer.bind(ProxySettings.listeningAt(new Endpoint("127.0.0.1", 0)));
    private final AddonRuntime runtime;

    private @Nullable Session session;

    /** Records nothing. */
    LocalProxy(Addon... addons) throws IOException {
        this(List.of(addons), new Sequences(), new RecordBudget(BUDGET));
    }

    private LocalProxy(List<Addon> addons, Sequences sequences, RecordBudget recordBudget) throws IOException {
        runtime = new AddonRuntime(addons, sequences, recordBudget, addonThreads, options, new Commands());
        server.start(runtime, new LeafMint(CertificateAuthority.open(Files.createDirectories(scratch.file("home")))));
    }

    /** A proxy that records to a session, which is removed when it is closed. */
    static LocalProxy recording(Addon... addons) throws IOException {
        RecordBudget recordBudget = new RecordBudget(BUDGET);
        Sequences sequences = new Sequences();
        Session session = new Session(recordBudget);
        List<Addon> all = new ArrayList<>(List.of(addons));
        all.add(session);
        LocalProxy proxy = new LocalProxy(all, sequences, recordBudget);
        session.start(
                SqliteSessionStore.open(proxy.scratch.file("local.steno"), "bench/run", Durability.PROCESS), sequences);
        proxy.session = session;
        return proxy;
    }

    int port() {
        return server.address().port();
    }

    /** Sets an option of an addon; it takes effect with the next message. */
    void set(String option, String value) {
        options.set(option, value);
    }

    FlowsInFlight inFlight() {
        return runtime.inFlight();
    }

    /** Bytes of bodies that wait in memory. */
    long heldBytes() {
        return runtime.heldBytes().held();
    }

    @Override
    public void close() throws SessionException {
        server.close();
        runtime.close();
        if (session != null) {
            session.close();
        }
        addonThreads.shutdown();
        scratch.close();
    }
}
