package dev.steno.view.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Flows sorted by key, in blocks. Written once and then read from the beginning. For one thread. */
final class KeyRun {
    /**
     * Entries per block. Fewer than {@link KeySequence} allows, so that entries can be inserted before a block has to
     * be split.
     */
    private static final int FILL = 192;

    private final List<KeyBlock> blocks;
    private final long size;

    private KeyRun(List<KeyBlock> blocks, long size) {
        this.blocks = blocks;
        this.size = size;
    }

    static KeyRun empty() {
        return new KeyRun(List.of(), 0);
    }

    /** A flow number and its key. */
    record Entry(byte[] key, long flow) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int order = Arrays.compareUnsigned(key, other.key);
            return order != 0 ? order : Long.compare(flow, other.flow);
        }
    }

    /** @param entries in ascending order */
    static KeyRun of(List<Entry> entries) {
        Writer out = new Writer();
        for (Entry entry : entries) {
            out.addEntry(entry.key(), entry.key().length, entry.flow());
        }
        return out.toRun();
    }

    static KeyRun merge(KeyRun one, KeyRun other) {
        Writer out = new Writer();
        Reader left = one.reader();
        Reader right = other.reader();
        KeyCursor a = left.next();
        KeyCursor b = right.next();
        while (a != null && b != null) {
            if (a.compare(b) <= 0) {
                out.addEntry(a.key(), a.length(), a.flow());
                a = left.next();
            } else {
                out.addEntry(b.key(), b.length(), b.flow());
                b = right.next();
            }
        }
        for (; a != null; a = left.next()) {
            out.addEntry(a.key(), a.length(), a.flow());
        }
        for (; b != null; b = right.next()) {
            out.addEntry(b.key(), b.length(), b.flow());
        }
        return out.toRun();
    }

    /** The number of flows. */
    long size() {
        return size;
    }

    List<KeyBlock> blocks() {
        return blocks;
    }

    private Reader reader() {
        return new Reader(blocks);
    }

    private static final class Reader {
        private final List<KeyBlock> blocks;
        private int next;
        private @Nullable KeyCursor cursor;

        Reader(List<KeyBlock> blocks) {
            this.blocks = blocks;
        }

        /** A cursor on the next entry; null at the end. */
        @Nullable
        KeyCursor next() {
            while (cursor == null || !cursor.next()) {
                if (next == blocks.size()) {
                    return null;
                }
                cursor = blocks.get(next++).cursor();
            }
            return cursor;
        }
    }

    private static final class Writer {
        private final List<KeyBlock> blocks = new ArrayList<>();
        private final KeyWriter entries = new KeyWriter(1 << 12);
        private byte[] firstKey = new byte[0];
        private long firstFlow;
        private int count;
        private long size;

        void addEntry(byte[] key, int length, long flow) {
            if (count == FILL) {
                endBlock();
            }
            if (count == 0) {
                firstKey = Arrays.copyOf(key, length);
                firstFlow = flow;
            }
            entries.entry(key, length, flow);
            count++;
            size++;
        }

        private void endBlock() {
            if (count > 0) {
                blocks.add(new KeyBlock(entries.bytes(), count, firstKey, firstFlow));
                entries.clear();
                count = 0;
            }
        }

        KeyRun toRun() {
            endBlock();
            return new KeyRun(blocks, size);
        }
    }
}
