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
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy in this process, on a free port of the loopback interface, that records nothing. */
final class LocalProxy implements AutoCloseable {
    private final Scratch scratch = Scratch.make(null);
    private final ExecutorService addonThreads = Executors.newCachedThreadPool();
    private final Options options = new Options();
    private final ProxyServer server = ProxyServer.bind(ProxySettings.listeningAt(new Endpoint("127.0.0.1", 0)));
    private final AddonRuntime runtime;

    LocalProxy(Addon... addons) throws IOException {
        runtime = new AddonRuntime(
                List.of(addons), new Sequences(), new RecordBudget(64L << 20), addonThreads, options, new Commands());
        server.start(runtime, new LeafMint(CertificateAuthority.open(Files.createDirectories(scratch.file("home")))));
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
    public void close() {
        server.close();
        runtime.close();
        addonThreads.shutdown();
        scratch.close();
    }
}
