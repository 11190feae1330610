package dev.steno.tui.page;

import dev.steno.filter.Filter;
import dev.steno.filter.NumberField;
import dev.steno.filter.Relation;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.stats.FlowPhase;
import dev.steno.stats.Waterfall;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What takes which time: the phases of flows one below the other. Pure. */
record WaterfallChart(Waterfall answer) implements Chart {
    private static final int NUMBER = 7;
    private static final int TOTAL = 10;

    @Override
    public List<ChartRow> rows(int width) {
        if (answer.rows().isEmpty()) {
            return List.of(ChartRow.note("no flows"));
        }
        int name = Math.max(12, width / 4);
        int cells = Math.max(1, width - NUMBER - TOTAL - name - 3);
        List<ChartRow> rows = new ArrayList<>();
        rows.add(ChartRow.note("c connect  t TLS  > send  ░ wait  █ receive  ▪ no phases known"));
        for (Waterfall.Row row : answer.rows()) {
            Flow flow = row.flow();
            rows.add(new ChartRow(
                    Line.builder()
                            .right(Style.DIM, FlowNumber.print(flow.id()), NUMBER)
                            .add(" ")
                            .left(Style.TEXT, name(flow), name)
                            .right(
                                    Style.NUMBER,
                                    Times.isSet(flow.duration()) ? Figures.duration(flow.duration()) : "…",
                                    TOTAL)
                            .add("  ")
                            .add(Style.INFO, bar(row, cells))
                            .build(),
                    new Filter.Compare(NumberField.ID, Relation.EQ, flow.id())));
        }
        rows.add(ChartRow.of(Figures.axis(answer.from(), answer.to(), NUMBER + TOTAL + name + 3, cells)));
        if (answer.more() > 0) {
            rows.add(ChartRow.note("and " + Figures.count(answer.more()) + " more; a filter shows others"));
        }
        return rows;
    }

    private static String name(Flow flow) {
        return flow instanceof HttpFlow http
                ? http.request().method() + " " + http.request().path()
                : ((TcpFlow) flow).target().toString();
    }

    private String bar(Waterfall.Row row, int cells) {
        char[] bar = new char[cells];
        Arrays.fill(bar, ' ');
        if (row.phases().isEmpty()) {
            long length =
                    Math.max(0, Times.isSet(row.flow().duration()) ? row.flow().duration() : 0);
            draw(bar, row.flow().started(), row.flow().started() + length, '▪');
        }
        for (FlowPhase.Span span : row.phases()) {
            draw(bar, span.from(), span.to(), sign(span.phase()));
        }
        return new String(bar).stripTrailing();
    }

    /** A phase has one cell at least. */
    private void draw(char[] bar, long from, long to, char sign) {
        int first = cell(from, bar.length);
        Arrays.fill(bar, first, Math.max(first + 1, cell(to, bar.length)), sign);
    }

    private int cell(long time, int cells) {
        double share = (double) (time - answer.from()) / Math.max(1, answer.to() - answer.from());
        return (int) Math.max(0, Math.min(cells - 1, Math.floor(share * cells)));
    }

    private static char sign(FlowPhase phase) {
        return switch (phase) {
            case CONNECT -> 'c';
            case TLS -> 't';
            case SEND -> '>';
            case WAIT -> '░';
            case RECEIVE -> '█';
        };
    }
}
