package dev.steno.store;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Columns of some flows as one array of bytes, read flow by flow; for statistics, which read a column of every flow and
 * would spend most of their time on objects otherwise. Of each flow, the block has the numbers as decimal digits, then
 * the lengths of the texts in bytes, each with a tab behind it, then the texts in UTF-8. A number or length is empty if
 * the flow lacks the value. For one thread.
 */
public final class ColumnBlock {
    private static final int ABSENT = -1;

    private final byte[] bytes;
    private final int numberCount;
    private final int textCount;
    private final int[] numberPlaces = new int[FlowColumns.NUMBERS.length];
    private final int[] textPlaces = new int[FlowColumns.TEXTS.length];
    private final FlowColumn.Number[] numberColumns;
    private final long[] numbers;
    private final int[] starts;
    private final int[] lengths;
    private final Place last;
    private int at;

    /**
     * @param columns those in the block; its numbers and texts are in their order
     * @param last the place of the last flow that the block may contain
     */
    public ColumnBlock(List<FlowColumn> columns, byte[] bytes, Place last) {
        this.bytes = bytes;
        this.last = last;
        this.numberColumns = columns.stream()
                .filter(FlowColumn.Number.class::isInstance)
                .map(FlowColumn.Number.class::cast)
                .toArray(FlowColumn.Number[]::new);
        List<FlowColumn.Text> texts = columns.stream()
                .filter(FlowColumn.Text.class::isInstance)
                .map(FlowColumn.Text.class::cast)
                .toList();
        for (int i = 0; i < numberColumns.length; i++) {
            numberPlaces[numberColumns[i].slot()] = i + 1;
        }
        for (int i = 0; i < texts.size(); i++) {
            textPlaces[texts.get(i).slot()] = i + 1;
        }
        this.numberCount = numberColumns.length;
        this.textCount = texts.size();
        this.numbers = new long[numberCount];
        this.starts = new int[textCount];
        this.lengths = new int[textCount];
    }

    /** Returns the place of the last flow that the block may contain; where to go on. */
    public Place last() {
        return last;
    }

    /** Moves to the next flow, at first to the first. Returns false at the end. */
    public boolean next() {
        if (at >= bytes.length) {
            return false;
        }
        for (int i = 0; i < numberCount; i++) {
            numbers[i] = bytes[at] == '\t' ? numberColumns[i].absent() : digits();
            at++; // the tab
        }
        for (int i = 0; i < textCount; i++) {
            lengths[i] = bytes[at] == '\t' ? ABSENT : (int) digits();
            at++;
        }
        for (int i = 0; i < textCount; i++) {
            starts[i] = at;
            at += Math.max(0, lengths[i]);
        }
        return true;
    }

    /** Moves before the first flow. */
    public void rewind() {
        at = 0;
    }

    private long digits() {
        boolean negative = bytes[at] == '-';
        int from = negative ? at + 1 : at;
        long value = 0;
        byte b = bytes[from];
        while (b != '\t') {
            value = value * 10 + (b - '0');
            b = bytes[++from];
        }
        at = from;
        return negative ? -value : value;
    }

    /** Returns a number of the current flow; {@link FlowColumn.Number#absent} if the flow lacks it. */
    public long number(FlowColumn.Number column) {
        return numbers[place(column, numberPlaces[column.slot()])];
    }

    /** Returns the bytes of all texts; a text is from {@link #start}, and as long as {@link #length} says. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns where a text of the current flow begins in {@link #bytes}. */
    public int start(FlowColumn.Text column) {
        return starts[place(column, textPlaces[column.slot()])];
    }

    /** Returns the length of a text of the current flow in bytes; 0 if the flow lacks it. */
    public int length(FlowColumn.Text column) {
        return Math.max(0, lengths[place(column, textPlaces[column.slot()])]);
    }

    /** Returns a text of the current flow; empty if the flow lacks it. */
    public String text(FlowColumn.Text column) {
        return new String(bytes, start(column), length(column), StandardCharsets.UTF_8);
    }

    private static int place(FlowColumn column, int place) {
        if (place == 0) {
            throw new IllegalArgumentException("the block has no column " + column.name());
        }
        return place - 1;
    }
}
