package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Order;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Measures the cost of views at a given size: {@code make FILE N}, {@code pages FILE}, {@code rss FILE}, {@code list
 * FILE}. Not a test: started by hand with the test class path.
 */
public final class ViewMeasure {
    private static final List<String> TYPES =
            List.of("text/html; charset=utf-8", "application/json", "image/png", "text/css", "font/woff2", "");

    private ViewMeasure() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "make" -> make(file, Long.parseLong(arguments[2]));
            case "pages" -> pages(file);
            case "rss" -> rss(file);
            case "list" -> list(file);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void make(Path file, long flows) throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(file, "measure");
        List<FlowEvent> batch = new ArrayList<>();
        for (long id = 1; id <= flows; id++) {
            batch.add(new FlowEvent.Closed(flow(id)));
            if (batch.size() == 1000 || id == flows) {
                store.commit(WriteBatch.of(batch.toArray(new FlowEvent[0])));
                batch.clear();
            }
        }
        store.close();
        System.out.println(Files.size(file) + " bytes");
    }

    private static HttpFlow flow(long id) {
        Random random = new Random(id);
        HttpFlow like = Flows.open(id);
        int host = (int) Math.min(299, Math.abs(random.nextGaussian()) * 90);
        String path = switch (random.nextInt(5)) {
            case 0 -> "/static/js/chunk-" + Integer.toHexString(random.nextInt(4000)) + ".js";
            case 1 -> "/api/v2/items/" + random.nextInt(1_000_000) + "?fields=name,price&page=" + random.nextInt(50);
            case 2 -> "/images/products/" + random.nextInt(100_000) + "/large.png?v=" + random.nextInt(9);
            case 3 -> "/collect?v=2&tid=G-" + Long.toString(random.nextLong() >>> 20, 36) + "&cid=" + random.nextInt();
            default ->
                "/articles/2026/" + (1 + random.nextInt(12)) + "/some-words-of-a-title-" + random.nextInt(20_000);
        };
        HttpRequest request = new HttpRequest(
                random.nextInt(6) == 0 ? "POST" : "GET",
                "https",
                (host % 3 == 0 ? "www." : host % 3 == 1 ? "cdn." : "api.") + "site" + host + ".example",
                443,
                path,
                "HTTP/1.1",
                like.request().headers(),
                null,
                Body.NONE,
                like.started(),
                like.started());
        String type = TYPES.get(random.nextInt(TYPES.size()));
        HttpResponse response = random.nextInt(50) == 0
                ? null
                : new HttpResponse(
                        "HTTP/1.1",
                        List.of(200, 200, 200, 200, 204, 301, 304, 404, 500).get(random.nextInt(9)),
                        "",
                        type.isEmpty() ? Headers.of() : Headers.of("Content-Type", type, "Server", "measure"),
                        null,
                        new Body.Inline(new byte[random.nextInt(300)]),
                        like.started(),
                        like.started());
        return new HttpFlow(
                id,
                2,
                response == null ? FlowState.FAILED : FlowState.COMPLETE,
                like.started(),
                (long) (Math.abs(random.nextGaussian()) * 200_000_000),
                like.client(),
                like.server(),
                request,
                response,
                List.of(),
                null,
                like.notes(),
                null);
    }

    private static void pages(Path file) throws Exception {
        Session session = new Session(new RecordBudget(64 << 20));
        session.start(SqliteSessionStore.open(file, "measure"), new Sequences());
        try (Views views = Views.of(session)) {
            View view = timed("open and fill", () -> {
                View opened = views.open();
                opened.settled().get();
                return opened;
            });
            for (Order order : Order.values()) {
                timed("order by " + order.label(), () -> view.setOrder(order).get());
                long size = view.size().get();
                System.gc();
                System.out.printf("    heap %.1f MiB%n", heap());
                for (int round = 0; round < 2; round++) {
                    for (long from : new long[] {0, size / 2, size - 100}) {
                        List<FlowRow> rows = timed(
                                "    page at " + from,
                                () -> view.rows(from, 100).get());
                        if (rows.size() != 100) {
                            throw new IllegalStateException("a page of " + rows.size());
                        }
                    }
                }
                long next = session.sequences().nextFlow();
                timed("    10000 flows come and end", () -> {
                    for (long id = next; id < next + 10_000; id++) {
                        session.accept(new FlowEvent.Opened(Flows.open(id)));
                        session.accept(new FlowEvent.Closed(flow(id)));
                        session.sequences().nextFlow();
                    }
                    return view.settled().get();
                });
                timed(
                        "    filter in this order",
                        () -> view.setFilter(FilterParser.parse("status >= 400"))
                                .get());
                System.out.println("    shown " + view.size().get());
                timed(
                        "    no filter in this order",
                        () -> view.setFilter(FilterParser.parse("~all")).get());
            }
        }
        session.close();
    }

    private static void rss(Path file) throws Exception {
        Session session = new Session(new RecordBudget(64 << 20));
        session.start(SqliteSessionStore.open(file, "measure"), new Sequences());
        try (Views views = Views.of(session)) {
            views.main().settled().get();
            System.out.println(views.main().size().get() + " flows");
            Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS") || line.startsWith("RssAnon"))
                    .forEach(System.out::println);
            System.gc();
            System.out.printf("heap %.1f MiB%n", heap());
        }
        session.close();
    }

    /**
     * Does what {@code steno ls -n 50} does, beginning with opening the file; twice, since the first run includes class
     * loading.
     */
    private static void list(Path file) throws Exception {
        for (int round = 0; round < 3; round++) {
            for (String filter : List.of("~all", "status >= 500", "~u some-words.*19999", "host = api.site2.example")) {
                List<FlowRow> rows = new ArrayList<>();
                timed("first page of " + filter, () -> {
                    try (SessionReader reader = SqliteSessionReader.open(file)) {
                        Arrangement all = Arrangement.INITIAL.withFilter(FilterParser.parse(filter));
                        RowListing.read(
                                reader,
                                all,
                                row -> {
                                    rows.add(row);
                                    return rows.size() < 50;
                                },
                                () -> false);
                    }
                    return null;
                });
            }
        }
    }

    private static double heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    /**
     * Prints wall time and CPU time. The CPU time covers all threads except the JVM's own, which compile and collect
     * garbage.
     */
    private static <T> T timed(String what, Callable<T> work) throws Exception {
        long cpu = cpu();
        long begin = System.nanoTime();
        T result = work.call();
        long wall = System.nanoTime() - begin;
        System.out.printf("%-45s %10.1f ms %10.1f ms CPU%n", what, wall / 1e6, (cpu() - cpu) / 1e6);
        return result;
    }

    private static long cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
                .map(threads::getThreadCpuTime)
                .filter(time -> time > 0)
                .sum();
    }
}
