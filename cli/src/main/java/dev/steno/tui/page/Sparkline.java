package dev.steno.tui.page;

import java.util.List;

/** Numbers over time as blocks of one row, whose heights are relative to the largest. Pure. */
final class Sparkline {
    private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * Returns a row of a number of cells; of several numbers that share a cell the largest is shown.
     *
     * @param values negative ones stand for none
     */
    static String of(List<Long> values, int cells) {
        long most = values.stream().mapToLong(Long::longValue).max().orElse(0);
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells && most > 0; i++) {
            int from = (int) ((long) i * values.size() / cells);
            int to = Math.max(from + 1, (int) ((i + 1L) * values.size() / cells));
            row.append(block(
                    values.subList(from, to).stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0),
                    most));
        }
        return row.toString();
    }

    /** What is greater than nothing has the lowest block at least. */
    private static char block(long value, long most) {
        if (value <= 0) {
            return ' ';
        }
        double share = (double) value / most;
        return HEIGHTS.charAt(Math.min(HEIGHTS.length() - 1, (int) (share * HEIGHTS.length())));
    }
}
