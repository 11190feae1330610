package dev.steno.tui.page;

/** A number as a bar, as long as its share of the largest number. Pure. */
final class ShareBar {
    private static final String EIGHTHS = "▏▎▍▌▋▊▉█";

    private ShareBar() {}

    /** Returns a bar of at most a number of cells; what is greater than nothing has an eighth of a cell at least. */
    static String of(long value, long most, int cells) {
        if (value <= 0 || most <= 0) {
            return "";
        }
        int eighths = (int) Math.max(1, Math.round((double) value / most * cells * EIGHTHS.length()));
        int rest = eighths % EIGHTHS.length();
        String whole = "█".repeat(eighths / EIGHTHS.length());
        return rest == 0 ? whole : whole + EIGHTHS.charAt(rest - 1);
    }
}
