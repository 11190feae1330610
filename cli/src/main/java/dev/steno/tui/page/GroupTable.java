package dev.steno.tui.page;

import dev.steno.stats.Groups;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;

/** Groups of flows with their figures. Pure. */
record GroupTable(String heading, Groups.Answer answer) implements Chart {
    private static final int COUNT = 9;
    private static final int QUANTITY = 10;

    @Override
    public List<ChartRow> rows(int width) {
        List<ChartRow> rows = new ArrayList<>();
        rows.add(ChartRow.of(Line.builder()
                .right(Style.HEADING, "flows", COUNT)
                .right(Style.HEADING, "errors", COUNT)
                .right(Style.HEADING, "p50", QUANTITY)
                .right(Style.HEADING, "p95", QUANTITY)
                .right(Style.HEADING, "bytes", QUANTITY)
                .add(Style.HEADING, "  " + heading)
                .build()));
        answer.groups().stream().map(GroupTable::row).forEach(rows::add);
        if (answer.groups().isEmpty()) {
            rows.add(ChartRow.note("none"));
        }
        rows.add(ChartRow.of(Line.EMPTY));
        return rows;
    }

    private static ChartRow row(Groups.Group group) {
        Line line = Line.builder()
                .right(Style.NUMBER, Figures.count(group.flows()), COUNT)
                .right(group.errors() > 0 ? Style.ERROR : Style.DIM, Figures.count(group.errors()), COUNT)
                .right(Style.TEXT, Figures.duration(group.p50()), QUANTITY)
                .right(Style.TEXT, Figures.duration(group.p95()), QUANTITY)
                .right(Style.TEXT, Quantity.bytes(group.requestBytes() + group.responseBytes()), QUANTITY)
                .add("  " + (group.key().isEmpty() ? "(none)" : group.key()))
                .build();
        return new ChartRow(line, group.filter());
    }
}
