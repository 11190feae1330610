package dev.steno.bench.shared;

import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Quantiles;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.Scratch;
import dev.steno.bench.report.SizeConverter;
import dev.steno.bench.session.Counts;
import dev.steno.bench.traffic.Shape;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Order;
import dev.steno.fleet.read.SharedFeed;
import dev.steno.fleet.read.SharedReader;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionReader;
import dev.steno.view.View;
import dev.steno.view.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads a large shared store as the product does: pages with filters, {@code steno ls}, a view's window, a follower. */
@Command(
        name = "shared-reads",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a store of many flows in a PostgreSQL that it starts, by copies of 5,000 shipped ones over some days, each",
            "under another recorder, and reads it. first ms: the first run of each operation; ms, CPU ms: medians of later runs in a warm",
            "process; server ms: CPU of all processes of the server, mean of these runs."
        })
public final class SharedReads implements Callable<Integer> {
    private static final int PAGE = 100;

    /** Columns answer them; the encoded forms of copies have the times of the flow that was shipped. */
    private static final List<String> FILTERS = List.of(
            "~all",
            "status >= 500",
            "~e",
            "host ~ \"api\" & status = 200",
            "method = POST & size > 10kb",
            "path ~ \"zebra\"");

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Option(names = "--flows", description = "About how many flows (default ${DEFAULT-VALUE}).")
    private String flows = "5m";

    @Option(names = "--days", description = "Days over which they began (default ${DEFAULT-VALUE}).")
    private int days = 7;

    @Option(
            names = "--body",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Size of each response body; by default, as in make-session.")
    private @Nullable Long body;

    @Option(names = "--times", description = "Number of runs of each operation (default ${DEFAULT-VALUE}).")
    private int times = 9;

    @Option(
            names = "--only",
            split = ";",
            paramLabel = "FILTER",
            description = "These filters instead of the usual ones.")
    private List<String> filters = FILTERS;

    @Option(
            names = "--keep",
            paramLabel = "FOLDER",
            description = "Keeps the server's data in this folder, and reads the store that an earlier run made there.")
    private @Nullable Path kept;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("shared-reads");

    @Override
    public Integer call() throws Exception {
        Shape shape = body == null ? Shape.MIXED : new Shape(Math.toIntExact(body), 0, 0);
        try (StoreServer server = servers.start(kept);
                Scratch scratch = Scratch.make(servers.folder())) {
            SampleSession few = SampleSession.record(scratch.file("few.steno"), GrownStore.SHIPPED, shape);
            String earlier = server.earlierDatabase();
            String url = earlier == null ? GrownStore.make(server, few, Counts.parse(flows), days) : earlier;
            report.setting("server", server.version())
                    .setting("flows", (long) StoreServer.numbers(url, "SELECT count(*) FROM steno.flow")[0])
                    .setting("days", days)
                    .setting("GB", StoreServer.diskBytes(url) / 1e9)
                    .setting("load at begin", Quantiles.load());
            listings(server, url);
            commands(server, few, url);
            view(server, url);
            follower(scratch, url);
            report.setting("load at end", Quantiles.load());
        } finally {
            options.print(report); // after a failure as well: the store takes long to make
        }
        return 0;
    }

    private void listings(StoreServer server, String url) throws Exception {
        timed(server, "connect, first page", () -> {
            try (SharedReader reader = SharedReader.open(ServerUrl.parse(url))) {
                return page(reader, "~all", PAGE);
            }
        });
        try (SharedReader reader = SharedReader.open(ServerUrl.parse(url))) {
            for (String filter : filters) {
                timed(server, "first page of  " + filter, () -> page(reader, filter, PAGE));
            }
        }
    }

    /** The newest flows that match, as {@code steno ls -n} and a view's first page have them. */
    private static String page(SessionReader reader, String filter, int most) throws IOException {
        List<FlowRow> rows = new ArrayList<>();
        reader.searchRows(
                FlowSearch.of(FilterParser.parse(filter)).reverse(true),
                row -> {
                    rows.add(row);
                    return rows.size() < most;
                },
                () -> false);
        return rows.size() + " flows";
    }

    private void commands(StoreServer server, SampleSession few, String url) throws Exception {
        String file = few.file().toString();
        for (String what : List.of(file, url)) {
            String name = what.equals(url) ? "URL" : "FILE of 5,000";
            command(server, "steno ls " + name + " -n 50", "ls", what, "-n", "50");
        }
        command(
                server,
                "steno ls URL -n 50 --filter \"status >= 500\"",
                "ls",
                url,
                "-n",
                "50",
                "--filter",
                "status >= 500");
    }

    private void command(StoreServer server, String what, String... words) throws IOException, InterruptedException {
        StenoCommand.Result first = StenoCommand.run(words);
        List<StenoCommand.Result> later = new ArrayList<>();
        long before = server.cpuNanos();
        for (int i = 0; i < times; i++) {
            later.add(StenoCommand.run(words));
        }
        report.row(
                "what", what,
                "first ms", first.millis(),
                "ms", Quantiles.median(later, StenoCommand.Result::millis),
                "CPU ms", Quantiles.median(later, StenoCommand.Result::cpuMillis),
                "server ms", (server.cpuNanos() - before) / 1e6 / times,
                "result", first.output().lines().count() + " lines",
                "load", Quantiles.load());
    }

    private void view(StoreServer server, String url) throws Exception {
        try (SharedFeed feed = new SharedFeed(ServerUrl.parse(url), false)) {
            feed.start(SharedFeed.INTERVAL);
            try (Views views = Views.of(feed)) {
                View view = views.open();
                once(server, "window of a view of all flows", () -> {
                    view.settled().get();
                    return view.size().get() + " flows";
                });
                timed(
                        server,
                        "first page of the view",
                        () -> view.rows(0, PAGE).get().size() + " flows");
                for (Order order : List.of(Order.SIZE, Order.HOST, Order.TIME)) {
                    once(server, "the view in the order by " + order.label(), () -> {
                        view.setOrder(order).get();
                        return view.rows(0, PAGE).get().size() + " flows";
                    });
                }
                once(server, "the view with status >= 500", () -> {
                    view.setFilter(FilterParser.parse("status >= 500")).get();
                    return view.size().get() + " flows";
                });
            }
        }
    }

    /** Follows the store while a session is shipped to it. */
    private void follower(Scratch scratch, String url) throws IOException, InterruptedException {
        int shipped = 20_000;
        SampleSession more = SampleSession.record(scratch.file("more.steno"), shipped, Shape.MIXED);
        try (FollowerDelays follower = FollowerDelays.of(url)) {
            StenoCommand.run("ship", more.file().toString(), url);
            follower.await(shipped);
            follower.tell(report, "what", "follower while " + shipped + " flows are shipped");
        }
    }

    private void once(StoreServer server, String what, Callable<String> work) throws Exception {
        long cpu = ProcessUsage.cpuNanos();
        long ofServer = server.cpuNanos();
        long begun = System.nanoTime();
        String result = work.call();
        report.row(
                "what",
                what,
                "first ms",
                (System.nanoTime() - begun) / 1e6,
                "CPU ms",
                (ProcessUsage.cpuNanos() - cpu) / 1e6,
                "server ms",
                (server.cpuNanos() - ofServer) / 1e6,
                "result",
                result,
                "load",
                Quantiles.load());
    }

    private void timed(StoreServer server, String what, Callable<String> work) throws Exception {
        long begun = System.nanoTime();
        String result = work.call();
        double first = (System.nanoTime() - begun) / 1e6;
        double[] wall = new double[times];
        double[] used = new double[times];
        long ofServer = server.cpuNanos();
        for (int i = 0; i < times; i++) {
            long cpu = ProcessUsage.cpuNanos();
            long start = System.nanoTime();
            result = work.call();
            wall[i] = (System.nanoTime() - start) / 1e6;
            used[i] = (ProcessUsage.cpuNanos() - cpu) / 1e6;
        }
        report.row(
                "what",
                what,
                "first ms",
                first,
                "ms",
                Quantiles.median(wall),
                "CPU ms",
                Quantiles.median(used),
                "server ms",
                (server.cpuNanos() - ofServer) / 1e6 / times,
                "result",
                result,
                "load",
                Quantiles.load());
    }
}
