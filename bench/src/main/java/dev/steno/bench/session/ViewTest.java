package dev.steno.bench.session;

import dev.steno.addon.bus.RecordBudget;
import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.traffic.Traffic;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Order;
import dev.steno.flow.Sequences;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionReader;
import dev.steno.view.Arrangement;
import dev.steno.view.RowListing;
import dev.steno.view.View;
import dev.steno.view.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a large session as the product does: listings of the file, a view in every order, filters and searches. */
@Command(
        name = "view-test",
        mixinStandardHelpOptions = true,
        description = {
            "Measures typical operations on a session from make-session: open, page, order, filter, search.",
            "first ms: the first run in this process; ms, cpu ms: medians of later runs, CPU time of the whole process."
        })
public final class ViewTest implements Callable<Integer> {
    private static final int PAGE = 100;

    private static final List<String> FILTERS = List.of(
            "status >= 500",
            "method = POST & size > 10kb",
            "host ~ \"api\" & status = 200",
            "~b " + Traffic.NEEDLE,
            "~b " + Traffic.RARE_NEEDLE,
            "~b kilof[a-z]+nch");

    @Parameters(paramLabel = "FILE", description = "The session file.")
    private Path file = Path.of("");

    @Option(names = "--times", description = "Number of runs of each operation (default ${DEFAULT-VALUE}).")
    private int times = 5;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final Report report = new Report("view-test");

    @Override
    public Integer call() throws Exception {
        timed("open the file, first page", () -> list("~all", PAGE));
        for (String filter : FILTERS) {
            timed("first page of  " + filter, () -> list(filter, PAGE));
            timed("first match of  " + filter, () -> list(filter, 1));
            timed("all of  " + filter, () -> list(filter, Integer.MAX_VALUE));
        }
        view();
        options.print(report);
        return 0;
    }

    /** Does what {@code steno ls} does, beginning with opening the file. */
    private String list(String filter, int most) throws IOException {
        List<FlowRow> rows = new ArrayList<>();
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            Filter parsed = FilterParser.parse(filter);
            RowListing.read(
                    reader,
                    Arrangement.INITIAL.withFilter(parsed),
                    row -> {
                        rows.add(row);
                        return rows.size() < most;
                    },
                    () -> false);
        }
        return rows.size() + " flows";
    }

    private void view() throws Exception {
        Session session = new Session(new RecordBudget(64 << 20));
        session.start(SqliteSessionStore.open(file, "bench/run view-test"), new Sequences());
        try (Views views = Views.of(session)) {
            View view = views.open();
            once("a view of all flows", () -> view.settled().get());
            long size = view.size().get();
            for (Order order : Order.values()) {
                once(
                        "make the order by " + order.label(),
                        () -> view.setOrder(order).get());
                timed(order.label() + ": first page", () -> page(view, 0));
                timed(order.label() + ": middle page", () -> page(view, size / 2));
                timed(order.label() + ": last page", () -> page(view, size - PAGE));
            }
            view.setOrder(Order.TIME).get();
            for (String filter : FILTERS) {
                timed("view filtered by  " + filter, () -> {
                    view.setFilter(FilterParser.parse("~all")).get();
                    long begun = System.nanoTime();
                    view.setFilter(FilterParser.parse(filter)).get();
                    return String.format(
                            "%d flows, %.1f ms of it", view.size().get(), (System.nanoTime() - begun) / 1e6);
                });
            }
        } finally {
            session.close();
        }
    }

    private static String page(View view, long from) throws Exception {
        return view.rows(from, PAGE).get().size() + " flows";
    }

    private void once(String what, Callable<?> work) throws Exception {
        long begun = System.nanoTime();
        long cpu = ProcessUsage.cpuNanos();
        work.call();
        report.row(
                "what",
                what,
                "first ms",
                millis(begun, System.nanoTime()),
                "cpu ms",
                millis(cpu, ProcessUsage.cpuNanos()));
    }

    private void timed(String what, Callable<String> work) throws Exception {
        long begun = System.nanoTime();
        String result = work.call();
        double first = millis(begun, System.nanoTime());
        double[] wall = new double[times];
        double[] used = new double[times];
        for (int i = 0; i < times; i++) {
            long cpu = ProcessUsage.cpuNanos();
            long start = System.nanoTime();
            result = work.call();
            wall[i] = millis(start, System.nanoTime());
            used[i] = millis(cpu, ProcessUsage.cpuNanos());
        }
        report.row("what", what, "first ms", first, "ms", median(wall), "cpu ms", median(used), "result", result);
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
