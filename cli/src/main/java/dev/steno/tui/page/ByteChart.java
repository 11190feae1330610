package dev.steno.tui.page;

import dev.steno.stats.Groups;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;

/** Who uses the bandwidth: groups as bars. Pure. */
record ByteChart(String heading, Groups.Answer answer) implements Chart {
    private static final int BYTES = 9;

    @Override
    public List<ChartRow> rows(int width) {
        int name = Math.max(12, width * 2 / 5);
        int cells = Math.max(1, width - name - BYTES - 3);
        long most = answer.groups().stream().mapToLong(ByteChart::bytes).max().orElse(0);
        List<ChartRow> rows = new ArrayList<>();
        rows.add(ChartRow.heading(heading));
        for (Groups.Group group : answer.groups()) {
            rows.add(new ChartRow(line(name(group), bytes(group), most, name, cells), group.filter()));
        }
        if (answer.other().flows() > 0) {
            rows.add(ChartRow.of(line("(all others)", bytes(answer.other()), most, name, cells)));
        }
        rows.add(ChartRow.of(Line.EMPTY));
        return rows;
    }

    private static String name(Groups.Group group) {
        return group.key().isEmpty() ? "(none)" : group.key();
    }

    private static long bytes(Groups.Group group) {
        return group.requestBytes() + group.responseBytes();
    }

    private static Line line(String text, long bytes, long most, int name, int cells) {
        return Line.builder()
                .left(Style.TEXT, text, name)
                .add(" ")
                .right(Style.NUMBER, Quantity.bytes(bytes), BYTES)
                .add("  ")
                .add(Style.INFO, ShareBar.of(bytes, most, cells))
                .build();
    }
}
