package dev.steno.bench.robust;

import dev.steno.bench.peer.ProxyProcess;
import dev.steno.bench.report.Report;
import dev.steno.bench.report.ReportOptions;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.sqlite.tool.SessionTrim;
import dev.steno.store.Durability;
import dev.steno.store.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kills the proxy under load, resumes its session, and counts the lost responses. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = {
            "Kills the proxy under load repeatedly (SIGKILL), and checks the session after each kill.",
            "lost: responses that a client received completely and the session lacks; none in the mode strict."
        })
public final class Kill implements Callable<Integer> {
    private static final int RUNS_PER_SESSION = 10;

    @Option(names = "--runs", description = "Number of kills per mode (default ${DEFAULT-VALUE}).")
    private int runs = 50;

    @Option(
            names = "--mode",
            split = ",",
            description = "The durability modes (default all that need no shared store): ${COMPLETION-CANDIDATES}.")
    private List<Durability> modes = List.of(Durability.PROCESS, Durability.POWER, Durability.STRICT);

    @Option(names = "--clients", description = "Number of concurrent clients (default ${DEFAULT-VALUE}).")
    private int clients = 16;

    @Option(
            names = "--load",
            description =
                    "Milliseconds of load before a kill: at least half of this, at most this (default ${DEFAULT-VALUE}).")
    private int load = 1_500;

    @Option(names = "--seed", description = "Seed of the random moments of the kills (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--mixed",
            description =
                    "Adds HTTP/2 and WebSockets over TLS, --keep, a save during recording, and an rm after each kill.")
    private boolean mixed;

    @Option(names = "--each", description = "Also prints a line for each kill.")
    private boolean each;

    @Mixin
    private ReportOptions options = new ReportOptions();

    /** Minimum number of requests before a kill; with fewer, a kill shows little. */
    private static final int LEAST = 40;

    /** The results of one mode. */
    record Tally(
            int kills, long responses, long lost, long mostLost, int killsWithLoss, double mostMillis, long faults) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Report report = new Report("kill").setting("clients", clients).setting("kills a mode", runs);
        boolean sound = true;
        for (Durability mode : modes) {
            Tally tally = run(mode, System.getProperty("java.class.path"));
            sound &= tally.faults == 0 && (mode != Durability.STRICT || tally.lost == 0);
            report.row(
                    "mode", mode.name().toLowerCase(Locale.ROOT),
                    "kills", tally.kills,
                    "responses", tally.responses,
                    "lost", tally.lost,
                    "kills with loss", tally.killsWithLoss,
                    "most lost at once", tally.mostLost,
                    "slowest resume ms", tally.mostMillis,
                    "unsound", tally.faults);
        }
        options.print(report);
        return sound ? 0 : 1;
    }

    Tally run(Durability mode, String classPath) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("steno-kill-");
        try (NumberedOrigin origin = new NumberedOrigin();
                MixedOrigin secure = new MixedOrigin(folder.resolve("origin"))) {
            return run(mode, classPath, folder, origin, secure);
        } finally {
            remove(folder);
        }
    }

    private Tally run(Durability mode, String classPath, Path folder, NumberedOrigin origin, MixedOrigin secure)
            throws IOException, InterruptedException {
        Random random = new Random(seed);
        AtomicLong numbers = new AtomicLong();
        Set<Long> whole = new HashSet<>();
        Path session = folder.resolve("0.steno");
        List<Long> losses = new ArrayList<>();
        long lostBefore = 0;
        long responses = 0;
        long faults = 0;
        double slowest = 0;
        for (int run = 0; run < runs; run++) {
            if (run % RUNS_PER_SESSION == 0) {
                session = folder.resolve(run + ".steno");
                whole.clear();
                lostBefore = 0;
            }
            Set<Long> now = killOnce(mode, classPath, folder, session, origin, secure, numbers, random);
            responses += now.size();
            whole.addAll(now);
            Aftermath left = Aftermath.of(session, whole, number -> mixed && isRemoved(number));
            losses.add(left.lost() - lostBefore);
            lostBefore = left.lost();
            faults += left.faults().size();
            slowest = Math.max(slowest, left.openMillis());
            if (each || !left.faults().isEmpty()) {
                System.err.printf(
                        Locale.ROOT,
                        "%s %d: %d responses, %d lost, %d interrupted, resumed in %.0f ms %s%n",
                        mode,
                        run + 1,
                        now.size(),
                        losses.get(run),
                        left.interrupted(),
                        left.openMillis(),
                        left.faults());
            }
        }
        return new Tally(
                runs,
                responses,
                losses.stream().mapToLong(Long::longValue).sum(),
                losses.stream().mapToLong(Long::longValue).max().orElse(0),
                (int) losses.stream().filter(loss -> loss > 0).count(),
                slowest,
                faults);
    }

    /** Runs one kill; returns the numbers of the responses that clients received completely. */
    private Set<Long> killOnce(
            Durability mode,
            String classPath,
            Path folder,
            Path session,
            NumberedOrigin origin,
            MixedOrigin secure,
            AtomicLong numbers,
            Random random)
            throws IOException, InterruptedException {
        List<String> settings =
                new ArrayList<>(List.of("--durability", mode.name().toLowerCase(Locale.ROOT)));
        if (mixed) {
            settings.addAll(List.of(
                    "--keep", "20mb", "--upstream-ca", secure.authority().toString()));
        }
        long before = numbers.get();
        Path home = folder.resolve("home");
        ProxyProcess proxy = ProxyProcess.start(home, session, classPath, settings.toArray(String[]::new));
        try {
            NumberedClients asking = new NumberedClients(proxy.port(), origin.port(), numbers, clients);
            MixedClients others = mixed
                    ? new MixedClients(proxy.port(), home.resolve("ca.pem"), secure.port(), numbers, asking.whole())
                    : null;
            Thread saving = new Thread(() -> save(session, folder.resolve("copy.steno")), "saving");
            if (mixed) {
                saving.start();
            }
            Thread.sleep(load / 2 + random.nextInt(load / 2 + 1));
            while (numbers.get() < before + LEAST) {
                Thread.sleep(10); // the machine is busy
            }
            proxy.kill();
            asking.join();
            if (others != null) {
                others.join();
                saving.join();
                removeSome(session);
            }
            return asking.whole();
        } finally {
            proxy.kill();
        }
    }

    /** Saves a copy of the session while it is recorded; the recorder may be killed meanwhile. */
    private static void save(Path session, Path copy) {
        try {
            SessionCopy.save(session, copy, Filter.ALL, true, Progress.NONE);
            if (SessionCheck.verify(copy, Progress.NONE).problems() > 0) {
                throw new IllegalStateException("the copy saved during recording has problems");
            }
        } catch (IOException e) {
            System.err.println("cannot save the session during recording: " + e.getMessage());
        }
    }

    /** Whether {@link #removeSome} removes the response to this number. */
    private static boolean isRemoved(long number) {
        return number % 100 == 77;
    }

    /** Removes some flows from the killed recorder's session, as {@code steno rm} does. */
    private static void removeSome(Path session) throws IOException {
        try (SessionTrim trim = SessionTrim.open(session, Progress.NONE)) {
            trim.remove(trim.find(FilterParser.parse("~u 77$")));
        }
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A benchmark with fewer kills, for tests. */
    static Kill ofRuns(int runs, int load) {
        Kill kill = new Kill();
        kill.runs = runs;
        kill.load = load;
        return kill;
    }
}
