package dev.steno.bench.session;

import dev.steno.addon.FlowEvent;
import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.bench.report.SizeConverter;
import dev.steno.bench.traffic.Shape;
import dev.steno.bench.traffic.Traffic;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes synthetic flows through the product's store: one thread generates them, the calling thread commits them. */
@Command(
        name = "make-session",
        mixinStandardHelpOptions = true,
        description = {
            "Creates a session of N varied synthetic flows, or adds N flows to an existing session.",
            "The word " + Traffic.NEEDLE + " is in the response body of one flow in 1,000, " + Traffic.RARE_NEEDLE
                    + " in one of 100,000."
        })
public final class MakeSession implements Callable<Integer> {
    private static final int COMMIT = 2_000;
    private static final long COMMIT_BYTES = 16L << 20;
    private static final long TOLD_EVERY = 5_000_000_000L;

    @Parameters(index = "0", paramLabel = "N", description = "The number of flows, e.g. 500, 10k or 1m.")
    private String count = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The session file, created if it does not exist.")
    private Path file = Path.of("");

    @Option(
            names = "--body",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "Size of each response body, e.g. 1kib; a body above 16kib is stored in chunks. By default, sizes"
                            + " vary up to 16 KiB, with 2.4 KiB on average.")
    private @Nullable Long body;

    @Option(
            names = "--large",
            paramLabel = "PERCENT",
            description = "Percentage of text responses with a body of 20 to 600 KiB, stored in chunks (default 0).")
    private int large;

    @Option(
            names = "--gzip",
            paramLabel = "PERCENT",
            description =
                    "Percentage of text bodies that are compressed (default 25; 0 with --body, since the size would change).")
    private int gzip = -1;

    @Option(names = "--seed", description = "Seed of the random flows (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private record Batch(int flows, List<FlowEvent> facts) {}

    @Override
    public Integer call() throws SessionException, InterruptedException {
        long wanted = Counts.parse(count);
        int gzipped = gzip >= 0 ? gzip : body == null ? Shape.MIXED.gzipPercent() : 0;
        Traffic traffic = new Traffic(seed, new Shape(body == null ? -1 : Math.toIntExact(body), large, gzipped));
        long start = System.nanoTime();
        long cpu = ProcessUsage.cpuNanos();
        SessionStore store = SqliteSessionStore.open(file, "bench/run make-session");
        SessionStore.Closed closed;
        try {
            write(store, traffic, store.resumedWith().lastFlow(), wanted, start);
        } finally {
            closed = store.close();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        options.print(new Report("make-session")
                .row(
                        "file", closed.file(),
                        "flows", closed.flows(),
                        "MB", closed.bytes() / 1e6,
                        "bytes/flow", closed.bytes() / closed.flows(),
                        "seconds", seconds,
                        "flows/s", wanted / seconds,
                        "CPU us/flow", (ProcessUsage.cpuNanos() - cpu) / 1e3 / wanted));
        return 0;
    }

    private static void write(SessionStore store, Traffic traffic, long after, long wanted, long start)
            throws SessionException, InterruptedException {
        BlockingQueue<Batch> made = new ArrayBlockingQueue<>(4);
        Thread maker = new Thread(() -> make(traffic, after, wanted, made), "maker");
        maker.setDaemon(true);
        maker.start();
        long told = start;
        for (long done = 0; done < wanted; ) {
            Batch batch = made.take();
            store.commit(WriteBatch.of(batch.facts().toArray(FlowEvent[]::new)));
            done += batch.flows();
            long now = System.nanoTime();
            if (now - told > TOLD_EVERY) {
                told = now;
                System.err.printf("%,d of %,d flows, %,d/s%n", done, wanted, done * 1_000_000_000L / (now - start));
            }
        }
    }

    private static void make(Traffic traffic, long after, long wanted, BlockingQueue<Batch> into) {
        try {
            long last = after + wanted;
            for (long number = after + 1; number <= last; ) {
                List<FlowEvent> facts = new ArrayList<>(COMMIT);
                int flows = 0;
                long bytes = 0;
                while (number <= last && flows < COMMIT && bytes < COMMIT_BYTES) {
                    for (FlowEvent fact : traffic.facts(number)) {
                        facts.add(fact);
                        bytes += fact instanceof FlowEvent.BodyChunk chunk ? chunk.data().length : 0;
                    }
                    flows++;
                    number++;
                }
                into.put(new Batch(flows, facts));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Not expected. The thread ends, and with it the process.
        }
    }
}
