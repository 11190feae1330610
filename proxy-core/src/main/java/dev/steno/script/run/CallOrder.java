package dev.steno.script.run;

import java.util.HashSet;
import java.util.Set;

/**
 * The calls for one flow or connection, which run one after the other, in the order in which they began, although each has a
 * thread of its own. Any thread.
 */
final class CallOrder {
    private long given; // tickets so far
    private long turn; // the ticket that may run
    private final Set<Long> over = new HashSet<>(); // tickets given back before their turn; at most one for each thread

    /** Begins a call: returns its ticket. */
    synchronized long take() {
        return given++;
    }

    /** Waits until all earlier calls have ended. */
    synchronized void await(long ticket) throws InterruptedException {
        while (ticket != turn) {
            wait();
        }
    }

    /** The call has ended, or will not be made. Called once for each ticket. */
    synchronized void giveBack(long ticket) {
        over.add(ticket);
        while (over.remove(turn)) {
            turn++;
        }
        notifyAll();
    }

    /** Whether no call has begun that has not ended. */
    synchronized boolean isIdle() {
        return given == turn;
    }
}
