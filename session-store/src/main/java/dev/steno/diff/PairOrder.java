package dev.steno.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * All flows of both sides in one order: that of the left side, with each flow that only the right side has before the next
 * one that has a partner. For one thread.
 */
final class PairOrder {
    /** Stands for a flow that is missing. */
    static final long NONE = -1;

    /**
     * The numbers of flows.
     *
     * @param left {@link #NONE} if there is none
     * @param right {@link #NONE} if there is none
     */
    record Pair(long left, long right) {}

    private final SideFlows left;
    private final SideFlows right;
    private int atLeft;
    private int atRight; // before it, no flow is without a partner that was not returned

    PairOrder(SideFlows left, SideFlows right) {
        this.left = left;
        this.right = right;
    }

    /** Returns the next pairs; none at the end. */
    List<Pair> next(int most) {
        List<Pair> pairs = new ArrayList<>();
        while (pairs.size() < most && (atLeft < left.size() || atRight < right.size())) {
            int partner = atLeft == left.size() ? right.size() : left.partner(atLeft);
            if (atRight < partner) {
                if (right.partner(atRight) == SideFlows.NONE) {
                    pairs.add(new Pair(NONE, right.id(atRight)));
                }
                atRight++;
            } else if (atLeft < left.size()) {
                pairs.add(new Pair(left.id(atLeft), partner == SideFlows.NONE ? NONE : right.id(partner)));
                atLeft++;
            }
        }
        return pairs;
    }
}
