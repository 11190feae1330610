package dev.steno.mock.index;

/**
 * Names of recorded flows as one number each: the place of the session in the list of sessions, and the flow's number. Their
 * order is that in which a mock uses flows. Stateless.
 */
public final class FlowRef {
    private static final int ID_BITS = 48;

    /** The most sessions. */
    static final int MOST_SESSIONS = 1 << 14;

    private FlowRef() {}

    /** Returns the name of a flow. */
    public static long of(int session, long flow) {
        return (long) session << ID_BITS | flow;
    }

    /** Returns the place of the session, from 0. */
    public static int session(long ref) {
        return (int) (ref >>> ID_BITS);
    }

    /** Returns the flow's number in its session. */
    public static long flow(long ref) {
        return ref & (1L << ID_BITS) - 1;
    }
}
