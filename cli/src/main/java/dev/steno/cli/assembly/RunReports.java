package dev.steno.cli.assembly;

import dev.steno.addon.Addon;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.BlockingExecutor;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.cli.command.Version;
import dev.steno.cli.daemon.HandlerStatus;
import dev.steno.cli.daemon.RunMetrics;
import dev.steno.cli.daemon.RunStatus;
import dev.steno.cli.option.Listeners;
import dev.steno.cli.option.RecordOptions;
import dev.steno.cli.option.RunOptions;
import dev.steno.cli.script.RunningScripts;
import dev.steno.cli.ship.RunShipper;
import dev.steno.hold.Holding;
import dev.steno.net.ProxyServer;
import dev.steno.option.Options;
import dev.steno.rule.Rules;
import dev.steno.session.Session;
import dev.steno.session.TextIndexing;
import dev.steno.store.SessionStore;
import dev.steno.web.metrics.ConnectionMetrics;
import dev.steno.web.metrics.MetricSource;
import dev.steno.web.metrics.ProcessMetrics;
import dev.steno.web.metrics.ShipperMetrics;
import dev.steno.web.metrics.TrafficMetrics;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a run reports of itself by the API: its status and its metrics. On the thread that starts the proxy; what it returns
 * is for any thread.
 */
final class RunReports {
    private final TrafficMetrics traffic = new TrafficMetrics();
    private final ConnectionMetrics connections = new ConnectionMetrics();
    private volatile Supplier<ShipperMetrics.@Nullable Counts> shipper = () -> null;

    /**
     * The parts of a run that are reported.
     *
     * @param store null if nothing is recorded
     * @param web the URL of the API
     */
    record Parts(
            Options options,
            ProxyServer bound,
            String web,
            @Nullable SessionStore store,
            Session session,
            RecordBudget budget,
            Holding holding,
            Rules rules,
            AddonRuntime running,
            BlockingExecutor threads,
            RunningScripts scripts) {}

    /** Returns what counts traffic; none of it is needed without the API. */
    List<Addon> counters() {
        return List.of(traffic, connections);
    }

    /**
     * Takes the shipper of a run, which may be known later than its reports are.
     *
     * @param keepWaits whether flows are kept beyond the limits of the session until they are shipped
     */
    void ships(RunStatus status, Supplier<@Nullable RunShipper> of, BooleanSupplier keepWaits) {
        status.ships(() -> RunShipper.status(of.get(), keepWaits.getAsBoolean()));
        shipper = () -> RunShipper.counts(of.get());
    }

    /** Returns the status of a run, which follows the outages of its session. */
    static RunStatus status(Parts parts) {
        Options options = parts.options();
        RunStatus told = new RunStatus(
                options.get(RunOptions.class).home(),
                RunStatus.Listening.of(Listeners.of(options), parts.bound().addresses()),
                parts.web(),
                parts.store(),
                options.get(RecordOptions.class).textIndex() == TextIndexing.ON,
                parts.bound()::connections,
                parts.holding(),
                () -> HandlerStatus.of(parts.running(), parts.threads()),
                parts.scripts()::status);
        parts.session().onFailure(told);
        return told;
    }

    /** Returns the metrics of a run, in the order in which they are told. */
    List<MetricSource> metrics(Parts parts, RunStatus status) {
        RunMetrics.Parts counted = new RunMetrics.Parts(
                parts.store() == null ? null : parts.session(),
                parts.budget(),
                parts.bound()::connections,
                parts.holding().held(),
                parts.rules(),
                parts.scripts(),
                parts.running(),
                parts.threads());
        return List.of(
                traffic,
                connections,
                new RunMetrics(counted, status),
                new ShipperMetrics(() -> shipper.get()),
                new ProcessMetrics(Version.number()));
    }
}
