package dev.steno.view.index;

import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.store.SortColumn;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Flows in the order of their keys: blocks of up to {@link #MOST} entries, and for each flow the serial number of its
 * block ({@link FlowSerials}). An insertion or removal decodes one block; the place of a flow is found by adding up the sizes of
 * the blocks before it. For one thread at a time.
 */
public final class KeySequence implements Sequence {
    /** Upper bound on entries per block; one more splits it. */
    private static final int MOST = 256;

    private final Order order;
    private final FlowBlockIndex blockIndex;
    private KeyBlock[] blocks;
    private int[] counts;
    private int used;
    private long size;

    /** @param sorted by the keys of {@code order}; this sequence takes over its blocks */
    public KeySequence(Order order, KeyRun sorted) {
        this(order, sorted, new FlowSerials.Paged());
    }

    KeySequence(Order order, KeyRun sorted, FlowSerials serials) {
        this.order = order;
        this.blockIndex = new FlowBlockIndex(serials);
        List<KeyBlock> made = sorted.blocks();
        used = made.size();
        size = sorted.size();
        blocks = made.toArray(new KeyBlock[Math.max(8, used + used / 8)]);
        counts = new int[blocks.length];
        for (int i = 0; i < used; i++) {
            counts[i] = blocks[i].count();
            blockIndex.addBlock(blocks[i]);
        }
    }

    @Override
    public long size() {
        return size;
    }

    /** Bytes that the keys and numbers take, without the overhead of Java objects. */
    long bytes() {
        long bytes = 0;
        for (int i = 0; i < used; i++) {
            bytes += blocks[i].data().length;
        }
        return bytes + blockIndex.bytes();
    }

    /** The encoded entries of each block. A change of a block replaces its array. */
    public List<byte[]> blockContents() {
        return Arrays.stream(blocks, 0, used).map(KeyBlock::data).toList();
    }

    @Override
    public boolean contains(long flow) {
        return blockIndex.of(flow) != null;
    }

    @Override
    public long placeOf(long flow) {
        KeyBlock block = blockIndex.of(flow);
        return block == null ? NOWHERE : before(indexOf(block)) + block.placeOf(flow);
    }

    @Override
    public long placeFor(long flow, byte[] key) {
        int index = lastNotAfter(key, flow);
        return index < 0 ? 0 : before(index) + blocks[index].placeFor(key, flow);
    }

    @Override
    public void from(long place, int count, LongConsumer to) {
        long skip = place;
        int block = 0;
        while (block < used && skip >= counts[block]) {
            skip -= counts[block++];
        }
        int left = count;
        for (; block < used && left > 0; block++) {
            KeyCursor at = blocks[block].cursor();
            while (left > 0 && at.next()) {
                if (skip > 0) {
                    skip--;
                } else {
                    to.accept(at.flow());
                    left--;
                }
            }
        }
    }

    @Override
    public long insert(Flow flow) {
        return insert(FlowKey.of(order, flow), flow.id());
    }

    private long insert(byte[] key, long flow) {
        size++;
        if (used == 0) {
            put(0, KeyRun.of(List.of(new KeyRun.Entry(key, flow))).blocks().get(0));
            return 0;
        }
        int index = Math.max(0, lastNotAfter(key, flow));
        KeyBlock block = blocks[index];
        int inside = block.insert(key, flow);
        counts[index]++;
        blockIndex.put(flow, block);
        long place = before(index) + inside;
        if (block.count() > MOST) {
            KeyBlock second = block.split();
            counts[index] = block.count();
            put(index + 1, second);
        }
        return place;
    }

    /** Adds a flow that is not in the sequence, by its key; returns its place. */
    long insert(SortColumn.Value value, long flow) {
        return insert(FlowKey.of(value), flow);
    }

    private void put(int index, KeyBlock block) {
        if (used == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * used);
            counts = Arrays.copyOf(counts, 2 * used);
        }
        System.arraycopy(blocks, index, blocks, index + 1, used - index);
        System.arraycopy(counts, index, counts, index + 1, used - index);
        blocks[index] = block;
        counts[index] = block.count();
        used++;
        blockIndex.addBlock(block);
    }

    @Override
    public long remove(long flow) {
        KeyBlock block = blockIndex.of(flow);
        if (block == null) {
            return NOWHERE;
        }
        int index = indexOf(block);
        long place = before(index);
        size--;
        blockIndex.remove(flow);
        if (block.count() > 1) {
            place += block.remove(flow);
            counts[index]--;
        } else {
            blockIndex.free(block);
            used--;
            System.arraycopy(blocks, index + 1, blocks, index, used - index);
            System.arraycopy(counts, index + 1, counts, index, used - index);
        }
        return place;
    }

    @Override
    public boolean isMoved(Flow flow) {
        KeyBlock block = blockIndex.of(flow.id());
        return block != null && !Arrays.equals(block.keyOf(flow.id()), FlowKey.of(order, flow));
    }

    @Override
    public Roaring64Bitmap toBitmap() {
        Roaring64Bitmap all = new Roaring64Bitmap();
        for (int i = 0; i < used; i++) {
            KeyCursor at = blocks[i].cursor();
            while (at.next()) {
                all.addLong(at.flow());
            }
        }
        return all;
    }

    /** The index of the last block whose first entry is not greater than the given one; -1 if all are greater. */
    private int lastNotAfter(byte[] key, long flow) {
        int low = 0;
        int high = used;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks[middle].compareFirst(key, flow) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private int indexOf(KeyBlock block) {
        return lastNotAfter(block.firstKey(), block.firstFlow());
    }

    private long before(int index) {
        long sum = 0;
        for (int i = 0; i < index; i++) {
            sum += counts[i];
        }
        return sum;
    }
}
