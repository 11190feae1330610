package dev.steno.view.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps each flow number to the block that holds the flow, by the block's serial number. Takes 4 bytes per flow if flow
 * numbers are dense. For one thread.
 */
final class FlowBlockIndex {
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;

    private final Map<Long, int[]> pages = new HashMap<>();
    private final List<@Nullable KeyBlock> blocks = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    FlowBlockIndex() {
        blocks.add(null); // serial 0 means: in no block
    }

    /** Gives a new block a serial number and maps all its flows to it. */
    void addBlock(KeyBlock block) {
        Integer reused = free.poll();
        if (reused == null) {
            block.serial = blocks.size();
            blocks.add(block);
        } else {
            block.serial = reused;
            blocks.set(reused, block);
        }
        KeyCursor at = block.cursor();
        while (at.next()) {
            put(at.flow(), block);
        }
    }

    /** Frees the serial number of a block that was dropped. */
    void free(KeyBlock block) {
        blocks.set(block.serial, null);
        free.push(block.serial);
    }

    void put(long flow, KeyBlock block) {
        pages.computeIfAbsent(flow >> PAGE_BITS, page -> new int[PAGE])[(int) flow & PAGE - 1] = block.serial;
    }

    void remove(long flow) {
        int[] page = pages.get(flow >> PAGE_BITS);
        if (page != null) {
            page[(int) flow & PAGE - 1] = 0;
        }
    }

    /** The block that holds a flow; null if none does. */
    @Nullable
    KeyBlock of(long flow) {
        int[] page = pages.get(flow >> PAGE_BITS);
        return page == null ? null : blocks.get(page[(int) flow & PAGE - 1]);
    }

    long bytes() {
        return (long) pages.size() * PAGE * Integer.BYTES;
    }
}
