package dev.steno.view.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps each flow number to the block that holds the flow, by the block's serial number. For one thread. */
final class FlowBlockIndex {
    private final FlowSerials serials;
    private final List<@Nullable KeyBlock> blocks = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    FlowBlockIndex(FlowSerials serials) {
        this.serials = serials;
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
        serials.put(flow, block.serial);
    }

    void remove(long flow) {
        serials.put(flow, 0);
    }

    /** The block that holds a flow; null if none does. */
    @Nullable
    KeyBlock of(long flow) {
        return blocks.get(serials.get(flow));
    }

    long bytes() {
        return serials.bytes();
    }
}
