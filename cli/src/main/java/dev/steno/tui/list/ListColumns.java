package dev.steno.tui.list;

import dev.steno.store.FlowRow;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.List;

/** The columns of the list: those that were chosen, or as many as its width allows. Pure. */
final class ListColumns {
    /** What a column without a width of its own gets at least, in cells. */
    private static final int LEAST = 24;

    /** The signs of highlighted rows, by the number of the filter from 1 on. */
    private static final List<String> SIGNS = List.of("◆", "●", "▲", "■", "▼", "★");

    private final List<ListColumn> shown;
    private final int rest;
    private final int width;
    private final int numbers;
    private final List<String> chosen;

    /**
     * @param width of the list in cells
     * @param numbers cells of the numbers of flows
     * @param chosen names of columns, in their order; empty for those that fit
     */
    ListColumns(int width, int numbers, List<String> chosen) {
        this.width = width;
        this.numbers = numbers;
        this.chosen = List.copyOf(chosen);
        shown = chosen.isEmpty() ? fitting(width) : named(chosen);
        int signs = numbers + 1 + ListColumn.SIGNS.width() + 1;
        int fixed =
                signs + shown.stream().mapToInt(column -> column.width() + 1).sum();
        long sharing = shown.stream().filter(column -> column.width() == 0).count();
        rest = (int) Math.max(LEAST, (width - fixed) / Math.max(1, sharing));
    }

    private static List<ListColumn> fitting(int width) {
        boolean apart = width >= ListColumn.APART;
        return ListColumn.ALL.stream()
                .filter(column -> column.least() <= width && !(column.name().equals("url") && apart))
                .toList();
    }

    private static List<ListColumn> named(List<String> names) {
        return names.stream()
                .flatMap(name ->
                        ListColumn.ALL.stream().filter(column -> column.name().equals(name)))
                .toList();
    }

    /** Whether these are the columns of a list of a width with chosen ones. */
    boolean isFor(int otherWidth, int otherNumbers, List<String> others) {
        return width == otherWidth && numbers == otherNumbers && chosen.equals(others);
    }

    /** Returns the headings. */
    Line heading() {
        Line.Builder line = Line.builder();
        cell(line, ListColumn.NUMBER, Style.HEADING, ListColumn.NUMBER.name());
        line.add(" ");
        cell(line, ListColumn.SIGNS, Style.HEADING, ListColumn.SIGNS.name());
        line.add(" ");
        for (int i = 0; i < shown.size(); i++) {
            line.add(i == 0 ? "" : " ");
            cell(line, shown.get(i), Style.HEADING, shown.get(i).name());
        }
        return line.build();
    }

    /** Returns the row of a flow. Between its columns are signs for selection or highlighting, and for the mark. */
    Line row(FlowRow flow, RowSigns signs) {
        int highlight = signs.highlight();
        Style colour = highlight == 0 ? Style.MATCH : Style.ofHighlight(highlight);
        Line.Builder line = Line.builder();
        cell(line, ListColumn.NUMBER, flow);
        line.add(
                signs.selected() ? Style.BOLD : colour,
                signs.selected() ? "+" : highlight > 0 ? SIGNS.get(highlight - 1) : " ");
        cell(line, ListColumn.SIGNS, ListColumn.ofState(flow), ListColumn.signs(flow, signs.edited()));
        line.add(Style.WARNING, ListColumn.markSign(flow));
        for (int i = 0; i < shown.size(); i++) {
            ListColumn column = shown.get(i);
            Style style = highlight > 0 && column.width() == 0
                    ? colour
                    : column.style().apply(flow);
            line.add(i == 0 ? "" : " ");
            cell(line, column, style, column.text().apply(flow));
        }
        return line.build();
    }

    private void cell(Line.Builder line, ListColumn column, FlowRow flow) {
        cell(line, column, column.style().apply(flow), column.text().apply(flow));
    }

    private void cell(Line.Builder line, ListColumn column, Style style, String text) {
        int width = column == ListColumn.NUMBER ? numbers : column.width() == 0 ? rest : column.width();
        if (column.right()) {
            line.right(style, text, width);
        } else {
            line.left(style, text, width);
        }
    }
}
