package dev.steno.bench.shared;

import dev.steno.bench.peer.Load;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.Resident;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.ThreadCpu;
import dev.steno.bench.report.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Two proxies with the same requests in turn, one of which ships what it records. For one thread. */
final class ShippingProxies {
    static final int CONNECTIONS = 16;

    /** The thread on which the serial collector works. */
    private static final String COLLECTOR = "VM Thread";

    private static final int WARM = 4; // runs of each

    /** Longer than the index of texts is left alone. */
    private static final int REST_SECONDS = 3;

    /** CPU time that writing takes at most meanwhile if there is nothing to write. */
    private static final long RESTS_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final StoreServer server;
    private final Scratch scratch;
    private final int body;

    ShippingProxies(StoreServer server, Scratch scratch, int body) {
        this.server = server;
        this.scratch = scratch;
        this.body = body;
    }

    /** One run of a proxy, with CPU times per request. */
    private record Run(
            double cpuMicros,
            double shipperMicros,
            double collectorMicros,
            double compilerMicros,
            double p50,
            double p99,
            double resident,
            double load) {}

    /** A proxy with its clients. */
    private final class Side implements AutoCloseable {
        private final ProxyProcess proxy;
        private final Load clients;
        private final String store;
        private long sent;

        /** @param store its URL; empty if nothing is shipped */
        Side(String name, String store, int origin) throws IOException {
            this.store = store;
            proxy = ProxyProcess.launch(
                    scratch.file(name + ".steno"),
                    Files.createDirectories(scratch.file(name)),
                    store.isEmpty() ? List.of() : List.of("--ship", store));
            clients = new Load(proxy.port(), origin, CONNECTIONS);
        }

        Run run(int requests) throws IOException, InterruptedException {
            clients.takeMicros();
            long cpu = ThreadCpu.withoutCompilers(proxy.pid());
            long shipper = ThreadCpu.named(proxy.pid(), "session-shipper");
            long collector = ThreadCpu.named(proxy.pid(), COLLECTOR);
            long compilers = ThreadCpu.compilers(proxy.pid());
            clients.more(requests);
            sent += requests;
            awaitShipped(store, sent);
            awaitRecorded();
            Histogram micros = clients.takeMicros();
            return new Run(
                    (ThreadCpu.withoutCompilers(proxy.pid()) - cpu) / 1e3 / requests,
                    (ThreadCpu.named(proxy.pid(), "session-shipper") - shipper) / 1e3 / requests,
                    (ThreadCpu.named(proxy.pid(), COLLECTOR) - collector) / 1e3 / requests,
                    (ThreadCpu.compilers(proxy.pid()) - compilers) / 1e3 / requests,
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    Resident.now(proxy.pid()) / 1e6,
                    Quantiles.load());
        }

        /**
         * Waits until the record is complete, with its index of texts: under load, both proxies leave work for later, and only
         * one of them is waited for otherwise.
         */
        private void awaitRecorded() throws IOException, InterruptedException {
            long before = 0;
            for (long now = recording(); now - before > RESTS_NANOS; now = recording()) {
                before = now;
                TimeUnit.SECONDS.sleep(REST_SECONDS);
            }
        }

        private long recording() throws IOException {
            return ThreadCpu.named(proxy.pid(), "session-writer") + ThreadCpu.named(proxy.pid(), "text-indexer");
        }

        @Override
        public void close() throws IOException {
            clients.close();
            proxy.close();
        }
    }

    /** Waits until a store has a number of ended flows; not at all for an empty URL. */
    static void awaitShipped(String store, long flows) throws IOException, InterruptedException {
        while (!store.isEmpty()
                && StoreServer.numbers(store, "SELECT count(*) FROM steno.flow WHERE state <> 0")[0] < flows) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    void measure(Report report, int pairs, int requests) throws IOException, InterruptedException {
        String store = server.database();
        StenoCommand.run("store", "init", store);
        Turns<Run> runs;
        try (Origin origin = new Origin(body);
                Side plain = new Side("plain", "", origin.port());
                Side shipping = new Side("shipping", store, origin.port())) {
            for (int i = 0; i < WARM; i++) {
                plain.run(requests);
                shipping.run(requests);
            }
            runs = Turns.of(pairs, ships -> (ships ? shipping : plain).run(requests));
        }
        tell(report, "proxy", runs.without());
        tell(report, "proxy --ship", runs.with());
    }

    private static void tell(Report report, String part, List<Run> runs) {
        report.row(
                "part", part,
                "proxy us", Quantiles.median(runs, Run::cpuMicros),
                "of these shipper", Quantiles.median(runs, Run::shipperMicros),
                "collector", Quantiles.median(runs, Run::collectorMicros),
                "compilers besides", Quantiles.median(runs, Run::compilerMicros),
                "p50 ms", Quantiles.median(runs, Run::p50),
                "p99 ms", Quantiles.median(runs, Run::p99),
                "RSS MB", runs.get(runs.size() - 1).resident(),
                "load", Quantiles.median(runs, Run::load));
    }
}
