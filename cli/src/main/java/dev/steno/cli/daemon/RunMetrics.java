package dev.steno.cli.daemon;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.BlockingExecutor;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.cli.script.RunningScripts;
import dev.steno.hold.HeldFlows;
import dev.steno.rule.Rule;
import dev.steno.rule.Rules;
import dev.steno.session.Session;
import dev.steno.store.SessionException;
import dev.steno.store.Usage;
import dev.steno.web.metrics.MetricList;
import dev.steno.web.metrics.MetricSource;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The metrics of the parts of a run beside its traffic: the record and its queue, connections, holds, rules, scripts and handlers. */
public final class RunMetrics implements MetricSource {
    private final Parts parts;
    private final RunStatus status;

    /**
     * What has counts.
     *
     * @param session null if nothing is recorded
     * @param connections counts the clients that are connected
     */
    public record Parts(
            @Nullable Session session,
            RecordBudget budget,
            IntSupplier connections,
            HeldFlows held,
            Rules rules,
            RunningScripts scripts,
            AddonRuntime running,
            BlockingExecutor threads) {}

    /** @param status knows what the session holds */
    public RunMetrics(Parts parts, RunStatus status) {
        this.parts = parts;
        this.status = status;
    }

    @Override
    public void addTo(MetricList list) throws SessionException {
        String open = "Connections of clients that are open.";
        list.gauge("steno_client_connections", open, parts.connections().getAsInt());
        list.gauge(
                "steno_held_flows",
                "Flows of which a message is held.",
                parts.held().count());
        addHandlers(list);
        parts.rules().list().forEach(rule -> addRule(list, rule));
        parts.scripts().addTo(list);
        if (parts.session() != null) {
            addRecord(list, parts.session());
        }
    }

    private void addHandlers(MetricList list) {
        String failures = "Calls of handlers of addons that failed.";
        list.counter("steno_handler_failures", failures, parts.running().hooks().failures());
        list.gauge(
                "steno_handler_threads",
                "Threads of handlers that block.",
                parts.threads().threads());
        list.gauge(
                "steno_handler_queued",
                "Calls that wait for such a thread.",
                parts.threads().queued());
        list.counter(
                "steno_handler_refused",
                "Calls for which there was no room to wait.",
                parts.threads().refused());
    }

    private static void addRule(MetricList list, Rule rule) {
        String kind = rule.kind().label();
        list.gauge("steno_rules", "Rules that are on, by kind.", rule.on() ? 1 : 0, "kind", kind);
        list.counter(
                "steno_rule_hits",
                "Messages on which rules acted.",
                rule.tally().hits(),
                "kind",
                kind);
        String help = "Messages that rules matched and could not act on.";
        list.counter("steno_rule_failures", help, rule.tally().failures(), "kind", kind);
    }

    private void addRecord(MetricList list, Session session) throws SessionException {
        list.gauge(
                "steno_record_queue_flows",
                "Flows with a revision that is not durable yet.",
                session.hot().size());
        RecordBudget budget = parts.budget();
        list.gauge("steno_record_queue_bytes", "Bytes that wait to be written.", budget.held());
        String limit = "Bytes that may wait; at that, sockets are not read.";
        list.gauge("steno_record_queue_limit_bytes", limit, budget.limit());
        list.gauge(
                "steno_record_reading_paused",
                "1 while sockets are not read for that reason.",
                budget.isOpen() ? 0 : 1);
        list.gauge("steno_record_failing", "1 while the session cannot be written.", status.isFailing() ? 1 : 0);
        list.counter(
                "steno_refused_requests",
                "Requests refused while the session could not be written.",
                session.refused());
        String unrecorded = "Flows that passed without being recorded, wholly or in part.";
        list.counter("steno_unrecorded_flows", unrecorded, session.unrecorded());
        Usage usage = status.usage();
        if (usage != null) {
            list.gauge("steno_session_flows", "Flows in the session.", usage.flows());
            list.gauge("steno_session_bytes", "Bytes in use in the session's file.", usage.bytes());
        }
    }
}
