package dev.steno.redact;

import java.util.List;
import java.util.stream.IntStream;

/** Finds secrets that are known by their form, of all kinds in one pass. For one thread. */
final class ShapeFinder implements ValueFinder {
    private final List<SecretShape> shapes;
    private final int[] rules;
    private final int[][] byMark = new int[256][]; // the shapes that a byte can begin; null for none
    private int start;
    private int end;
    private int found;

    /** @param rules the indexes of the rules of the shapes */
    ShapeFinder(List<SecretShape> shapes, int[] rules) {
        this.shapes = shapes;
        this.rules = rules;
        for (int b = 0; b < byMark.length; b++) {
            byte mark = (byte) b;
            int[] found = IntStream.range(0, shapes.size())
                    .filter(i -> shapes.get(i).mayBegin(mark))
                    .toArray();
            byMark[b] = found.length == 0 ? null : found;
        }
    }

    @Override
    public boolean find(byte[] data, int from, int length) {
        for (int at = from; at < length; at++) {
            int[] candidates = byMark[data[at] & 0xFF];
            if (candidates != null
                    && (data[at] == '@' || at == 0 || !SecretShape.isWord(data[at - 1])) // else it is within a word
                    && isAt(candidates, data, at, from, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(int[] candidates, byte[] data, int at, int from, int length) {
        for (int i : candidates) {
            SecretShape shape = shapes.get(i);
            if (shape.begins(data, at, length)) {
                int to = shape.end(data, at, length);
                int since = shape.start(data, at, from);
                if (to > since) {
                    start = since;
                    end = to;
                    found = i;
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public int rule() {
        return rules[found];
    }

    @Override
    public String kind() {
        return shapes.get(found).label();
    }
}
