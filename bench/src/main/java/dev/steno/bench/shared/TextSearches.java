package dev.steno.bench.shared;

import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.session.Counts;
import dev.steno.bench.traffic.Shape;
import dev.steno.bench.traffic.Traffic;
import dev.steno.filter.FilterParser;
import dev.steno.fleet.read.SharedReader;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.store.FlowSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches the bodies of a shared store, with the index of texts that its shipper wrote and without it. */
@Command(
        name = "shared-search",
        mixinStandardHelpOptions = true,
        description = {
            "Ships a session of varied flows to a PostgreSQL that it starts, and searches it for words of bodies: all of it, newest first;",
            "then again without the index of texts, so that each flow is read. first ms: until the first match; ms, CPU ms: medians;",
            "server ms: CPU of all processes of the server, mean of the runs. The row of the shipper: its CPU and the server's, in us a",
            "flow, and the bytes of all tables and of the index."
        })
public final class TextSearches implements Callable<Integer> {
    private static final List<String> INDEX = List.of("text_chunk", "text_posting", "text_again");
    private static final List<String> FILTERS = List.of(
            "~b " + Traffic.RARE_NEEDLE, "~b " + Traffic.NEEDLE, "~b nothingatall", "~h zzzzqq", "~rule nothing");

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Option(names = "--flows", description = "Flows of the session (default ${DEFAULT-VALUE}).")
    private String flows = "200k";

    @Option(
            names = "--times",
            description = "Runs of each search with the index (default ${DEFAULT-VALUE}); without it, one.")
    private int times = 5;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("shared-search");

    @Override
    public Integer call() throws Exception {
        try (StoreServer server = servers.start();
                Scratch scratch = Scratch.make(servers.folder())) {
            report.setting("server", server.version()).setting("load at begin", Quantiles.load());
            String url = server.database();
            ship(server, scratch, url);
            search(server, url, "with", times);
            for (String table : INDEX) {
                StoreServer.execute(url, "TRUNCATE steno." + table);
            }
            search(server, url, "without", 1);
            report.setting("load at end", Quantiles.load());
        } finally {
            options.print(report);
        }
        return 0;
    }

    private void ship(StoreServer server, Scratch scratch, String url) throws IOException, InterruptedException {
        long count = Counts.parse(flows);
        SampleSession session = SampleSession.record(scratch.file("searched.steno"), count, Shape.MIXED);
        long before = server.cpuNanos();
        StenoCommand.Result shipped = StenoCommand.run("ship", session.file().toString(), url);
        server.checkpoint();
        double index = StoreServer.numbers(
                url,
                "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE relkind = 'r' AND relname ~ '^text_'"
                        + " AND relnamespace = 'steno'::regnamespace")[0];
        report.row(
                "what", "ship",
                "CPU us", shipped.cpuNanos() / 1e3 / count,
                "server us", (server.cpuNanos() - before) / 1e3 / count,
                "bytes", StoreServer.diskBytes(url) / count,
                "of the index", index / count,
                "chunks", StoreServer.numbers(url, "SELECT count(*) FROM steno.text_chunk")[0],
                "load", Quantiles.load());
        StoreServer.execute(url, "VACUUM ANALYZE");
    }

    private void search(StoreServer server, String url, String index, int runs) throws IOException {
        try (SharedReader reader = SharedReader.open(ServerUrl.parse(url))) {
            for (String filter : FILTERS) {
                double[] wall = new double[runs];
                double[] used = new double[runs];
                double[] first = new double[runs];
                long ofServer = server.cpuNanos();
                int matches = 0;
                for (int i = 0; i < runs; i++) {
                    long cpu = ProcessUsage.cpuNanos();
                    long begun = System.nanoTime();
                    List<Long> found = new ArrayList<>();
                    reader.search(
                            FlowSearch.of(FilterParser.parse(filter)).reverse(true),
                            place -> found.add(System.nanoTime()),
                            () -> false);
                    wall[i] = (System.nanoTime() - begun) / 1e6;
                    used[i] = (ProcessUsage.cpuNanos() - cpu) / 1e6;
                    first[i] = found.isEmpty() ? wall[i] : (found.get(0) - begun) / 1e6;
                    matches = found.size();
                }
                report.row(
                        "what",
                        filter,
                        "index",
                        index,
                        "matches",
                        (long) matches,
                        "first ms",
                        Quantiles.median(first),
                        "ms",
                        Quantiles.median(wall),
                        "CPU ms",
                        Quantiles.median(used),
                        "server ms",
                        (server.cpuNanos() - ofServer) / 1e6 / runs,
                        "load",
                        Quantiles.load());
            }
        }
    }
}
