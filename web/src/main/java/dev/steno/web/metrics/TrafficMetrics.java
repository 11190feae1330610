package dev.steno.web.metrics;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Registrar;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts the flows that pass: by kind, state, protocol, status class and step of failure, with their bytes and times. Each is
 * counted on the event loop when it begins and when it ends, by additions without a lock. Any thread.
 */
public final class TrafficMetrics implements Addon, MetricSource {
    private static final List<String> KINDS = List.of("http", "tcp");
    private static final List<String> PROTOCOLS = List.of("HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/3", "other");

    /** The classes of final responses; status 100 to 199 is final only as 101. */
    private static final List<String> STATUSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx", "other");

    private static final FlowState[] STATES = FlowState.values();
    private static final FlowError.Step[] STEPS = FlowError.Step.values();

    private final LongAdder[] begun = adders(KINDS.size());
    private final LongAdder[] ended = adders(KINDS.size() * STATES.length);
    private final LongAdder[] requests = adders(PROTOCOLS.size() * STATUSES.size());
    private final LongAdder[] failed = adders(STEPS.length);
    private final LongAdder[] toServer = adders(KINDS.size());
    private final LongAdder[] toClient = adders(KINDS.size());
    private final LatencyHistogram firstByte = new LatencyHistogram();
    private final LatencyHistogram exchange = new LatencyHistogram();

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public void register(Registrar registrar) {
        registrar.revisions(this::count);
    }

    private void count(FlowEvent.Revision fact) {
        if (fact instanceof FlowEvent.Opened opened) {
            begun[kind(opened.flow())].increment();
        } else if (fact instanceof FlowEvent.Closed closed) {
            countEnd(closed.flow());
        }
    }

    private static int kind(Flow flow) {
        return flow instanceof HttpFlow ? 0 : 1;
    }

    private void countEnd(Flow flow) {
        int kind = kind(flow);
        ended[kind * STATES.length + flow.state().ordinal()].increment();
        toServer[kind].add(flow.sentByClient());
        toClient[kind].add(flow.sentByServer());
        FlowError error = flow.error();
        if (error != null) {
            failed[error.step().ordinal()].increment();
        }
        if (flow instanceof HttpFlow http) {
            countRequest(http);
        }
    }

    private void countRequest(HttpFlow flow) {
        HttpResponse response = flow.response();
        int protocol = PROTOCOLS.indexOf(flow.request().version());
        int row = protocol < 0 ? PROTOCOLS.size() - 1 : protocol;
        requests[row * STATUSES.size() + statusClass(response == null ? 0 : response.status())].increment();
        if (Times.isSet(flow.duration())) {
            exchange.add(flow.duration());
        }
        if (response != null && Times.isSet(response.started())) {
            // two readings of a clock that may be set between them
            firstByte.add(Math.max(0, response.started() - flow.request().started()));
        }
    }

    private static int statusClass(int status) {
        return status == 0 ? 0 : status < 600 ? status / 100 : STATUSES.size() - 1;
    }

    @Override
    public void addTo(MetricList list) {
        for (int kind = 0; kind < KINDS.size(); kind++) {
            String label = KINDS.get(kind);
            long ends = 0;
            for (FlowState state : STATES) {
                if (state != FlowState.OPEN) {
                    long count = ended[kind * STATES.length + state.ordinal()].sum();
                    ends += count;
                    list.counter(
                            "steno_flows_ended",
                            "Flows that have ended.",
                            count,
                            "kind",
                            label,
                            "state",
                            state.label());
                }
            }
            long begins = begun[kind].sum(); // after the ends, so that no flow has ended without having begun
            list.counter("steno_flows_begun", "Flows that have begun.", begins, "kind", label);
            list.gauge("steno_flows_open", "Flows in progress.", Math.max(0, begins - ends), "kind", label);
            String help = "Bytes of bodies, messages and raw streams, of flows that have ended.";
            list.counter("steno_content_bytes", help, toServer[kind].sum(), "kind", label, "direction", "to_server");
            list.counter("steno_content_bytes", help, toClient[kind].sum(), "kind", label, "direction", "to_client");
        }
        for (int i = 0; i < requests.length; i++) {
            list.counter(
                    "steno_http_requests",
                    "HTTP exchanges that have ended, by the client's version and the class of the final status.",
                    requests[i].sum(),
                    "protocol",
                    PROTOCOLS.get(i / STATUSES.size()),
                    "status",
                    STATUSES.get(i % STATUSES.size()));
        }
        Arrays.stream(STEPS)
                .forEach(step -> list.counter(
                        "steno_flow_errors",
                        "Flows that failed, by the step.",
                        failed[step.ordinal()].sum(),
                        "step",
                        step.name().toLowerCase(Locale.ROOT)));
        list.histogram(
                "steno_time_to_first_byte_seconds",
                "From the first byte of an HTTP request to the first byte of its final response.",
                firstByte.counts());
        list.histogram("steno_exchange_seconds", "From the begin of an HTTP exchange to its end.", exchange.counts());
    }
}
