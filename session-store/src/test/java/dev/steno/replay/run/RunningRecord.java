package dev.steno.replay.run;

import dev.steno.filter.FilterParser;
import dev.steno.replay.ReplayingProxy;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.run.RunSettings.Connections;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.ScriptedOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Base class for tests of runs over what a proxy has recorded. */
abstract class RunningRecord extends ReplayingProxy {
    static final RunTiming SERIAL = new RunTiming.Serial();
    static final RunTiming FAST = new RunTiming.Rate(1_000, false);

    BooleanSupplier stopped = () -> false;

    @Nullable
    String target;

    @Nullable
    String version;

    final List<Long> answered = new ArrayList<>();

    static RunSettings settings(RunTiming timing) {
        return new RunSettings(
                timing,
                RunSettings.usualConcurrency(timing),
                0,
                Connections.SHARED,
                1,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ZERO,
                false,
                "test");
    }

    /** @param streamTime for how long event streams are read; zero for as many events as were recorded */
    static RunSettings within(RunTiming timing, Duration timeout, Duration streamTime) {
        RunSettings usual = settings(timing);
        return new RunSettings(
                timing,
                usual.concurrency(),
                usual.highestRate(),
                usual.connections(),
                1,
                Duration.ZERO,
                timeout,
                streamTime,
                false,
                "test");
    }

    static RunSettings settings(RunTiming timing, int concurrency, Connections connections, int passes) {
        return new RunSettings(
                timing,
                concurrency,
                0,
                connections,
                passes,
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ZERO,
                false,
                "test");
    }

    RunFigures run(RunSettings settings) throws Exception {
        return run(settings, "");
    }

    RunFigures run(RunSettings settings, String filter) throws Exception {
        session.awaitDurable();
        Progress progress = new Progress() {
            @Override
            public void beginStep(String step, String unit, long total) {}

            @Override
            public void at(long done) {}

            @Override
            public boolean isStopped() {
                return stopped.getAsBoolean();
            }
        };
        ReplayedRequests requests = new ReplayedRequests(
                new ReplayedRequests.Settings(ReplayedRequests.Form.FINAL, target, false, version, null, List.of()));
        try (SessionReader reader = session.reader()) {
            RunPlan plan = RunPlan.read(
                    reader,
                    new RunPlan.Choice(FilterParser.parseOrAll(filter), RunSample.ALL, Long.MAX_VALUE),
                    requests,
                    Progress.NONE);
            RecordRun.Origin origin = new RecordRun.Origin(reader, null, plan, requests, CarriedValues.NONE);
            return new RecordRun(
                            origin,
                            settings,
                            proxy.server().localClients(),
                            (before, after) -> answered.add(after.id()),
                            progress)
                    .run();
        }
    }

    void record(ScriptedOrigin origin, int requests) throws Exception {
        int before = proxy.flows().size();
        for (int i = 1; i <= requests; i++) {
            client().send(get(origin, "/" + i)).response();
        }
        proxy.ended(before + requests);
    }

    List<String> paths() {
        return replayed().stream().map(each -> each.request().path()).toList();
    }
}
