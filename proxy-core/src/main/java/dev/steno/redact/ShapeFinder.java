package dev.steno.redact;

import java.util.List;

/** Finds secrets that are known by their form, of all kinds in one pass. For one thread. */
final class ShapeFinder implements ValueFinder {
    private final List<SecretShape> shapes;
    private final int[] rules;
    private final boolean[] marks = new boolean[256];
    private int start;
    private int end;
    private int found;

    /** @param rules the indexes of the rules of the shapes */
    ShapeFinder(List<SecretShape> shapes, int[] rules) {
        this.shapes = shapes;
        this.rules = rules;
        for (int b = 0; b < marks.length; b++) {
            for (SecretShape shape : shapes) {
                marks[b] |= shape.mayBegin((byte) b);
            }
        }
    }

    @Override
    public boolean find(byte[] data, int from, int length) {
        for (int at = from; at < length; at++) {
            if (marks[data[at] & 0xFF] && isAt(data, at, from, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] data, int at, int from, int length) {
        for (int i = 0; i < shapes.size(); i++) {
            SecretShape shape = shapes.get(i);
            if (shape.mayBegin(data[at]) && shape.begins(data, at, length)) {
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
