package dev.steno.pace;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pace of one direction of a flow in progress, as the rules are now. On the event loop of the flow. */
public final class FlowPace {
    /** Pieces that are due sooner are sent together: a timer for each would cost more than it is worth. In nanoseconds. */
    public static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(4);

    /** After this time at most, a flow that waits notices that the rules have changed. */
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(200);

    private final Supplier<@Nullable Pacing> rules;
    private final Supplier<? extends Flow> flow;
    private final Direction direction;
    private final Consumer<String> remarks;
    private @Nullable Pacing known;
    private @Nullable Pace pace;
    private boolean ending;
    private long lastByte; // when all data was sent, if it is ending; of System.nanoTime

    /**
     * @param rules the pacing as it is now; called for each piece
     * @param flow the flow as it is now
     * @param remarks takes what the record says of the pace, if it says something
     */
    public FlowPace(
            Supplier<@Nullable Pacing> rules,
            Supplier<? extends Flow> flow,
            Direction direction,
            Consumer<String> remarks) {
        this.rules = rules;
        this.flow = flow;
        this.direction = direction;
        this.remarks = remarks;
    }

    private @Nullable Pace current() {
        Pacing now = rules.get();
        if (now != known) {
            known = now;
            pace = now == null ? null : now.paceOf(flow.get(), direction);
            if (pace != null && pace.remark() != null) {
                remarks.accept(pace.remark());
            }
        }
        return pace;
    }

    /** Asks to send a piece; see {@link Pace#admit}. Without a rule, all of it. */
    public int admit(int available, long now) {
        Pace slow = current();
        return slow == null ? available : slow.admit(available, now);
    }

    /** After how long to ask again, in nanoseconds, if nothing was admitted. */
    public long patience(long now) {
        Pace slow = pace;
        long left = slow == null ? 0 : slow.due() - now;
        return Math.max(SHORTEST, Math.min(LONGEST, left));
    }

    /** After how long to ask again whether the end may be sent, in nanoseconds; 0 if it may be sent now. */
    public long endPatience(long now) {
        if (!ending) {
            ending = true;
            lastByte = now;
        }
        Pace slow = current();
        long left = slow == null ? 0 : lastByte + slow.endDelay() - now;
        return Math.max(0, Math.min(LONGEST, left));
    }
}
