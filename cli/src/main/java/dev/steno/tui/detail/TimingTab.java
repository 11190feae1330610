package dev.steno.tui.detail;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.text.FlowSummary;
import dev.steno.text.FlowTimings;
import dev.steno.text.HoldText;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.viewer.Content;
import dev.steno.tui.viewer.Excerpt;
import java.util.ArrayList;
import java.util.List;

/** When a flow did what: its phases as bars on one scale. */
final class TimingTab implements TextTab {
    private static final int NAME = 18;
    private static final int BAR = 40;
    private static final int TIME = 11;

    @Override
    public String name() {
        return "Timing";
    }

    @Override
    public boolean fits(ShownFlow shown) {
        return true;
    }

    @Override
    public Content content(ShownFlow shown, Panes panes) {
        Flow flow = shown.newest();
        return (reader, offset) -> Excerpt.of(lines(flow));
    }

    /** A phase. Immutable. */
    private record Phase(String name, Style style, long begin, long end) {}

    static List<Line> lines(Flow flow) {
        FactLines facts = new FactLines();
        facts.add("state", flow.state().label());
        facts.add("started", Times.isSet(flow.started()) ? Timestamps.local(flow.started()) : "");
        facts.add("took", Times.isSet(flow.duration()) ? Quantity.duration(flow.duration()) : "");
        FlowTimings timings = FlowTimings.of(flow);
        if (Times.isSet(timings.connectionAge())) {
            facts.add("connection", "open for " + Quantity.duration(timings.connectionAge()) + " before");
        }
        flow.holds().forEach(hold -> facts.add("held", Style.WARNING, HoldText.of(hold, flow)));
        FlowError error = flow.error();
        if (error != null) {
            facts.add("error", Style.ERROR, FlowSummary.reason(error));
        }
        List<Phase> phases = phases(flow, timings);
        if (!phases.isEmpty()) {
            facts.add(Line.EMPTY);
            long begin = phases.stream().mapToLong(Phase::begin).min().orElse(0);
            long end = phases.stream().mapToLong(Phase::end).max().orElse(0);
            phases.forEach(phase -> facts.add(bar(phase, begin, Math.max(1, end - begin))));
        }
        return facts.lines();
    }

    private static List<Phase> phases(Flow flow, FlowTimings timings) {
        List<Phase> phases = new ArrayList<>();
        if (flow.server() != null) {
            add("look-up, connect", Style.INFO, flow.server().started(), timings.connect(), phases);
            add("TLS", Style.KEY, flow.server().connected(), timings.tls(), phases);
        }
        if (flow instanceof HttpFlow http) {
            HttpRequest request = http.request();
            HttpResponse response = http.response();
            add("request", Style.STRING, request.started(), timings.send(), phases);
            add("wait", Style.DIM, request.ended(), timings.await(), phases);
            if (response != null) {
                add("response", Style.GOOD, response.started(), timings.receive(), phases);
            }
        }
        return phases;
    }

    private static void add(String name, Style style, long begin, long length, List<Phase> phases) {
        if (Times.isSet(begin) && Times.isSet(length)) {
            phases.add(new Phase(name, style, begin, begin + length));
        }
    }

    private static Line bar(Phase phase, long zero, long whole) {
        int from = cell(phase.begin() - zero, whole);
        int to = Math.max(from + 1, cell(phase.end() - zero, whole));
        int begin = Math.min(from, BAR - 1);
        return Line.builder()
                .left(Style.TEXT, phase.name(), NAME)
                .add(Style.DIM, "·".repeat(begin))
                .add(phase.style(), "█".repeat(Math.min(to, BAR) - begin))
                .add(Style.DIM, "·".repeat(BAR - Math.min(to, BAR)))
                .right(Style.TEXT, Quantity.duration(phase.end() - phase.begin()), TIME)
                .build();
    }

    private static int cell(long nanos, long whole) {
        return (int) Math.round((double) nanos * BAR / whole);
    }
}
