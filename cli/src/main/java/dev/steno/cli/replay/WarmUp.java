package dev.steno.cli.replay;

import dev.steno.addon.jar.AddonFolder;
import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.run.EmbeddedProxy;
import dev.steno.cli.terminal.Console;
import dev.steno.option.Options;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.run.CarriedValues;
import dev.steno.replay.run.RecordRun;
import dev.steno.replay.run.RunFigures;
import dev.steno.replay.run.RunPlan;
import dev.steno.replay.run.RunSettings;
import dev.steno.replay.run.RunTiming;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the code of a run before its clock starts, so that a JVM that has just started, whose code is loaded and compiled
 * meanwhile, makes no request late. The requests go to a server in this process, through a pipeline beside that of the run:
 * without its rules, scripts and addons, and recorded to a temporary file. For the main thread.
 */
final class WarmUp {
    /** From this many requests on, a run is measured by its rate and its quantiles. */
    private static final long WORTH = 1_000;

    /** After this many requests, the code of a request is compiled by the second compiler. */
    private static final int REQUESTS = 20_000;

    private static final int IN_FLIGHT = 16;

    private WarmUp() {}

    /** Whether a run is long enough, and its time is not given by the server alone. */
    static boolean isWorthwhile(RunPlan plan, RunSettings run) {
        return !(run.timing() instanceof RunTiming.Serial) && (long) plan.size() * run.passes() >= WORTH;
    }

    /**
     * Sends requests until the code is warm, or the time is over.
     *
     * @param home in which a temporary folder is made, as what is recorded there is as private as sessions
     * @param records whether the run is recorded
     * @param longest upper bound on the time
     * @param progress may stop it
     * @return how many requests were sent
     * @throws IOException if the record cannot be read, or no folder can be made
     */
    static long run(
            SessionReader record,
            RunPlan plan,
            Path home,
            boolean records,
            Duration longest,
            Console console,
            Progress progress)
            throws IOException {
        Path folder = Files.createTempDirectory(home, "warm-up-");
        try (WarmUpServer server = new WarmUpServer();
                EmbeddedProxy proxy = EmbeddedProxy.startWithoutListener(setup(folder, records), console)) {
            RunSettings settings = new RunSettings(
                    new RunTiming.AsSoonAsPossible(),
                    IN_FLIGHT,
                    0,
                    RunSettings.Connections.SHARED,
                    REQUESTS / plan.size() + 1,
                    longest,
                    longest,
                    Duration.ofMillis(1),
                    false,
                    "warm-up");
            ReplayedRequests requests = new ReplayedRequests(new ReplayedRequests.Settings(
                    ReplayedRequests.Form.FINAL, server.url(), false, "HTTP/1.1", "", List.of()));
            RecordRun.Origin origin = new RecordRun.Origin(record, null, plan, requests, CarriedValues.NONE);
            RunFigures figures = new RecordRun(
                            origin, settings, proxy.clients(), (before, after) -> {}, new Stopped(progress))
                    .run();
            return figures.sent();
        } finally {
            delete(folder, console);
            System.gc(); // what is left of it would be collected in the first seconds of the run, which stops all
            // threads
        }
    }

    /** The product as it is without any option, and without the home folder of the user. */
    private static EmbeddedProxy.Setup setup(Path folder, boolean records) {
        Options options = ProductOptions.declared();
        options.set(Map.of(
                "home",
                folder.toString(),
                "session",
                records ? folder.resolve("warm-up.steno").toString() : "none",
                "web",
                "off",
                "quiet",
                "true"));
        return new EmbeddedProxy.Setup(options, AddonFolder.none());
    }

    private static void delete(Path folder, Console console) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            console.say("warning: the temporary folder " + folder + " could not be removed: remove it by hand");
        }
    }

    /** Passes only the stop on: what is done here is no progress of the run. */
    private record Stopped(Progress run) implements Progress {
        @Override
        public void beginStep(String step, String unit, long total) {
            run.beginStep("warming up", "", 0);
        }

        @Override
        public void at(long done) {
            // not counted
        }

        @Override
        public boolean isStopped() {
            return run.isStopped();
        }
    }
}
