package dev.steno.bench.shared;

import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.Turns;
import dev.steno.bench.traffic.Shape;
import java.io.IOException;
import java.util.List;

/** Ships one session to new stores, in turns with and without redaction. For one thread. */
final class ShipperRuns {
    private final StoreServer server;
    private final Scratch scratch;
    private final long flows;
    private int sessions;

    ShipperRuns(StoreServer server, Scratch scratch, long flows) {
        this.server = server;
        this.scratch = scratch;
        this.flows = flows;
    }

    /** One run; per flow, where nothing else is said. */
    private record Run(
            double commitMicros,
            double startMillis,
            double shipperMicros,
            double serverMicros,
            double wal,
            double disk,
            double message,
            double perSecond,
            double load) {}

    void measure(Report report, int turns) throws IOException, InterruptedException {
        Turns<Run> runs = Turns.of(turns, this::run);
        tell(report, "shipper", runs.with());
        tell(report, "shipper --with-secrets", runs.without());
    }

    private Run run(boolean redacts) throws IOException, InterruptedException {
        sessions++;
        SampleSession session = SampleSession.record(scratch.file("turn" + sessions + ".steno"), flows, Shape.MIXED);
        String url = server.database();
        String file = session.file().toString();
        String option = redacts ? "--ship-bodies=all" : "--with-secrets";
        server.checkpoint();
        double wal = server.walBytes();
        long cpu = server.cpuNanos();
        StenoCommand.Result all = StenoCommand.run("ship", file, url, option);
        server.checkpoint();
        double serverNanos = server.cpuNanos() - cpu;
        double walBytes = server.walBytes() - wal;
        StenoCommand.Result nothing = StenoCommand.run("ship", file, url, option);
        if (StoreServer.numbers(url, "SELECT count(*) FROM steno.flow")[0] != flows) {
            throw new IOException("not all flows are in the store: " + all.output());
        }
        double shipped = flows;
        Run run = new Run(
                session.commitNanos() / 1e3 / shipped,
                nothing.cpuMillis(),
                (all.cpuNanos() - nothing.cpuNanos()) / 1e3 / shipped,
                serverNanos / 1e3 / shipped,
                walBytes / shipped,
                StoreServer.diskBytes(url) / shipped,
                session.messageBytes() / shipped,
                shipped / ((all.nanos() - nothing.nanos()) / 1e9),
                Quantiles.load());
        server.drop(url);
        return run;
    }

    private static void tell(Report report, String part, List<Run> runs) {
        double commit = Quantiles.median(runs, Run::commitMicros);
        double ofServer = Quantiles.median(runs, Run::serverMicros);
        double message = Quantiles.median(runs, Run::message);
        report.row(
                "part",
                part,
                "session commit us",
                commit,
                "shipper us",
                Quantiles.median(runs, Run::shipperMicros),
                "its start ms",
                Quantiles.median(runs, Run::startMillis),
                "server us",
                ofServer,
                "server/commit",
                Quantiles.median(runs, run -> run.serverMicros() / run.commitMicros()),
                "message B",
                message,
                "WAL/message",
                Quantiles.median(runs, Run::wal) / message,
                "disk/message",
                Quantiles.median(runs, Run::disk) / message,
                "flows/s",
                Quantiles.median(runs, Run::perSecond),
                "load",
                Quantiles.median(runs, Run::load));
    }
}
