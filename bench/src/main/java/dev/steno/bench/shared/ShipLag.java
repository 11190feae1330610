package dev.steno.bench.shared;

import dev.steno.bench.peer.Load;
import dev.steno.bench.peer.Origin;
import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** A proxy that ships at a constant rate, and a follower of its store. For one thread. */
final class ShipLag {
    private final StoreServer server;
    private final Scratch scratch;
    private final int body;

    ShipLag(StoreServer server, Scratch scratch, int body) {
        this.server = server;
        this.scratch = scratch;
        this.body = body;
    }

    void measure(Report report, int perSecond, int seconds) throws IOException, InterruptedException {
        String store = server.database();
        StenoCommand.run("store", "init", store);
        int warm = perSecond * 10;
        int requests = perSecond * seconds;
        try (Origin origin = new Origin(body);
                ProxyProcess proxy = ProxyProcess.launch(
                        scratch.file("lag.steno"),
                        Files.createDirectories(scratch.file("lag")),
                        List.of("--ship", store));
                Load load = new Load(proxy.port(), origin.port(), ShippingProxies.CONNECTIONS)) {
            load.pace(perSecond);
            load.more(warm);
            ShippingProxies.awaitShipped(store, warm);
            try (FollowerDelays follower = FollowerDelays.of(store)) {
                load.more(requests);
                ShippingProxies.awaitShipped(store, (long) warm + requests);
                follower.await(requests);
                double[] lag = StoreServer.numbers(
                        store,
                        "SELECT q[1], q[2], q[3] FROM (SELECT percentile_cont(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY"
                                + " extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000"
                                + " - (started + duration) / 1000000) AS q FROM steno.flow WHERE flow > " + warm
                                + ") AS l");
                report.row(
                        "part",
                        "lag at " + perSecond + "/s",
                        "p50 ms",
                        lag[0],
                        "p99 ms",
                        lag[1],
                        "max ms",
                        lag[2],
                        "load",
                        Quantiles.load());
                follower.tell(report, "part", "follower, after the commit");
            }
        }
    }
}
