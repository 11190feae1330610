package dev.steno.bench.shared;

import dev.steno.bench.report.PartBenchmark;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.SizeConverter;
import dev.steno.bench.session.Counts;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What it costs to ship sessions to a shared store: the proxy, the shipper, the server, and the time until a flow is there. */
@Command(
        name = "ship",
        mixinStandardHelpOptions = true,
        description = {
            "Ships to a PostgreSQL that it starts, and measures three parts.",
            "shipper: steno ship of a session of varied flows, as it is by default and with --with-secrets, in turns. CPU of",
            "  the whole process less that of a call with nothing to send; CPU of all processes of the server, its checkpoint",
            "  included; beside the commit of the same flows to the session file.",
            "proxy: the same requests without and with --ship, in pairs of neighbours; the CPU with it lasts until all is",
            "  shipped. CPU: of all threads but compilers.",
            "lag: at a constant rate, the time from the end of a flow to its commit by the store, and from there to a follower."
        })
public final class ShipCost extends PartBenchmark {
    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Option(names = "--flows", description = "Flows of the part shipper (default ${DEFAULT-VALUE}).")
    private String flows = "50k";

    @Option(names = "--turns", description = "Turns of the part shipper (default ${DEFAULT-VALUE}).")
    private int turns = 3;

    @Option(names = "--pairs", description = "Pairs of runs of the part proxy (default ${DEFAULT-VALUE}).")
    private int pairs = 7;

    @Option(names = "--requests", description = "Requests of a run of the part proxy (default ${DEFAULT-VALUE}).")
    private int requests = 8_000;

    @Option(
            names = "--body",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Size of the response bodies of the parts proxy and lag (default 1kib).")
    private long body = 1024;

    @Option(names = "--rate", description = "Requests a second of the part lag (default ${DEFAULT-VALUE}).")
    private int rate = 1_000;

    @Option(names = "--seconds", description = "Seconds of the part lag (default ${DEFAULT-VALUE}).")
    private int seconds = 30;

    public ShipCost() {
        super("ship");
    }

    @Override
    protected void measure(Report report) throws IOException, InterruptedException {
        try (StoreServer server = servers.start();
                Scratch scratch = Scratch.make(servers.folder())) {
            report.setting("server", server.version());
            if (isWanted("shipper")) {
                new ShipperRuns(server, scratch, Counts.parse(flows)).measure(report, turns);
            }
            if (isWanted("proxy")) {
                new ShippingProxies(server, scratch, Math.toIntExact(body)).measure(report, pairs, requests);
            }
            if (isWanted("lag")) {
                new ShipLag(server, scratch, Math.toIntExact(body)).measure(report, rate, seconds);
            }
        }
    }
}
