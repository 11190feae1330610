package dev.steno.bench.robust;

import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads a session continuously while the proxy records to it, and measures the size of its write-ahead log. */
@Command(
        name = "readers",
        mixinStandardHelpOptions = true,
        description =
                "Measures how far the write-ahead log grows while two readers and sqlite3 read a session being recorded.")
public final class Readers implements Callable<Integer> {
    private static final long MIB = 1 << 20;

    @Option(names = "--seconds", description = "Duration of the load in seconds (default ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--clients", description = "Number of concurrent clients (default ${DEFAULT-VALUE}).")
    private int clients = 16;

    @Mixin
    private ReportOptions options = new ReportOptions();

    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong queries = new AtomicLong();
    private final List<String> failures = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("steno-readers-");
        Path session = folder.resolve("work.steno");
        Path log = folder.resolve("work.steno-wal");
        Report report = new Report("readers").setting("clients", clients);
        try (NumberedOrigin origin = new NumberedOrigin();
                ProxyProcess proxy =
                        ProxyProcess.start(folder.resolve("home"), session, System.getProperty("java.class.path"))) {
            NumberedClients asking = new NumberedClients(proxy.port(), origin.port(), new AtomicLong(), clients);
            List<Thread> readers =
                    List.of(started(() -> read(session)), started(() -> read(session)), started(() -> query(session)));
            long longest = 0;
            for (int second = 1; second <= seconds; second++) {
                Thread.sleep(1_000);
                longest = Math.max(longest, Files.size(log));
                if (second % Math.max(1, seconds / 6) == 0) {
                    report.row(
                            "second",
                            second,
                            "responses",
                            (long) asking.whole().size(),
                            "session MiB",
                            Files.size(session) / MIB,
                            "log MiB",
                            Files.size(log) / MIB,
                            "longest log MiB",
                            longest / MIB,
                            "pages read",
                            reads.get(),
                            "sqlite3 runs",
                            queries.get());
                }
            }
            done.set(true);
            asking.stop();
            asking.join();
            for (Thread reader : readers) {
                reader.join();
            }
        } finally {
            Kill.remove(folder);
        }
        options.print(report);
        failures.forEach(System.err::println);
        return failures.isEmpty() ? 0 : 1;
    }

    private Thread started(Runnable work) {
        Thread thread = new Thread(work, "reader");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(Path session) {
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            while (!done.get()) {
                reader.rows(Place.START, 100, true);
                reader.page(Place.START, 20, true);
                reads.addAndGet(2);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void query(Path session) {
        try {
            while (!done.get()) {
                Process shell = new ProcessBuilder(
                                "sqlite3",
                                "-readonly",
                                session.toString(),
                                "SELECT count(*), sum(response_size) FROM flows WHERE status = 200")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                if (shell.waitFor() != 0) {
                    throw new IOException("sqlite3 failed with exit code " + shell.exitValue());
                }
                queries.incrementAndGet();
            }
        } catch (IOException e) {
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // not expected
        }
    }

    private synchronized void failed(IOException e) {
        failures.add(e.toString());
    }
}
