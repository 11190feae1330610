package dev.steno.tui.page;

import dev.steno.stats.Repeats;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;

/** What was repeated: the same method, URL and body within some seconds. Pure. */
record RepeatTable(Repeats.Answer answer) implements Chart {
    private static final int COUNT = 9;
    private static final int QUANTITY = 12;

    @Override
    public List<ChartRow> rows(int width) {
        if (answer.repeats().isEmpty()) {
            return List.of(ChartRow.note("no request was sent again within " + Chapter.REPEAT_SECONDS + " seconds"));
        }
        List<ChartRow> rows = new ArrayList<>();
        rows.add(ChartRow.note(Figures.count(answer.repeated()) + " flows repeat one of "
                + Figures.count(answer.requests()) + " requests within " + Chapter.REPEAT_SECONDS + " seconds"));
        rows.add(ChartRow.of(Line.builder()
                .right(Style.HEADING, "flows", COUNT)
                .right(Style.HEADING, "closest", QUANTITY)
                .right(Style.HEADING, "received", QUANTITY)
                .add(Style.HEADING, "  request")
                .build()));
        answer.repeats().stream().map(RepeatTable::row).forEach(rows::add);
        return rows;
    }

    private static ChartRow row(Repeats.Repeat repeat) {
        Line line = Line.builder()
                .right(Style.NUMBER, Figures.count(repeat.flows()), COUNT)
                .right(Style.TEXT, Figures.duration(repeat.gap()), QUANTITY)
                .right(Style.TEXT, Quantity.bytes(repeat.responseBytes()), QUANTITY)
                .add("  ")
                .add(Style.BOLD, repeat.method() + " ")
                .add(repeat.url())
                .build();
        return new ChartRow(line, repeat.filter());
    }
}
