package dev.steno.view.index;

import java.util.HashMap;
import java.util.Map;

/** Maps flow numbers to the serial numbers of blocks, from 1; 0 stands for none. For one thread. */
sealed interface FlowSerials {

    int get(long flow);

    /** @param serial 0 removes the flow */
    void put(long flow, int serial);

    /** The bytes that the numbers take, without the overhead of Java objects. */
    long bytes();

    /** For numbers of one recorder, which are dense: 4 bytes a flow in the best case, 16 KiB in the worst. */
    final class Paged implements FlowSerials {
        private static final int PAGE_BITS = 12;
        private static final int PAGE = 1 << PAGE_BITS;

        private final Map<Long, int[]> pages = new HashMap<>();

        @Override
        public int get(long flow) {
            int[] page = pages.get(flow >> PAGE_BITS);
            return page == null ? 0 : page[(int) flow & PAGE - 1];
        }

        @Override
        public void put(long flow, int serial) {
            if (serial != 0) {
                pages.computeIfAbsent(flow >> PAGE_BITS, page -> new int[PAGE])[(int) flow & PAGE - 1] = serial;
                return;
            }
            int[] page = pages.get(flow >> PAGE_BITS);
            if (page != null) {
                page[(int) flow & PAGE - 1] = 0;
            }
        }

        @Override
        public long bytes() {
            return (long) pages.size() * PAGE * Integer.BYTES;
        }
    }

    /** For numbers of many recorders, which are far from each other: 16 to 48 bytes a flow, by open addressing. */
    final class Hashed implements FlowSerials {
        private static final int LEAST = 1 << 10;

        private long[] flows = new long[LEAST];
        private int[] serials = new int[LEAST]; // 0 where a slot is free
        private int used;

        @Override
        public int get(long flow) {
            return serials[slot(flow)];
        }

        @Override
        public void put(long flow, int serial) {
            int slot = slot(flow);
            if (serial == 0) {
                free(slot);
                return;
            }
            if (serials[slot] == 0) {
                used++;
                flows[slot] = flow;
            }
            serials[slot] = serial;
            if (2 * used > flows.length) {
                grow();
            }
        }

        /** The slot of a flow, or the free one where it would be. */
        private int slot(long flow) {
            int slot = home(flow);
            while (serials[slot] != 0 && flows[slot] != flow) {
                slot = slot + 1 & flows.length - 1;
            }
            return slot;
        }

        private int home(long flow) {
            return (int) (flow * 0x9E3779B97F4A7C15L >>> 64 - Integer.numberOfTrailingZeros(flows.length));
        }

        /** Frees a slot, and moves entries behind it forward that a search would not find across the gap. */
        private void free(int freed) {
            if (serials[freed] == 0) {
                return;
            }
            used--;
            int gap = freed;
            serials[gap] = 0;
            for (int slot = gap + 1 & flows.length - 1; serials[slot] != 0; slot = slot + 1 & flows.length - 1) {
                int home = home(flows[slot]);
                boolean found = gap <= slot ? gap < home && home <= slot : gap < home || home <= slot;
                if (!found) {
                    flows[gap] = flows[slot];
                    serials[gap] = serials[slot];
                    serials[slot] = 0;
                    gap = slot;
                }
            }
        }

        private void grow() {
            long[] before = flows;
            int[] serialsBefore = serials;
            flows = new long[2 * before.length];
            serials = new int[flows.length];
            for (int i = 0; i < before.length; i++) {
                if (serialsBefore[i] != 0) {
                    int slot = slot(before[i]);
                    flows[slot] = before[i];
                    serials[slot] = serialsBefore[i];
                }
            }
        }

        @Override
        public long bytes() {
            return (long) flows.length * (Long.BYTES + Integer.BYTES);
        }
    }
}
