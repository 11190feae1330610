package dev.steno.flow;

import java.util.OptionalLong;

/**
 * The numbers of flows, and their text. A flow of one session file has the number that its recorder counted, such as
 * {@code 2041}. In a store that several recorders share, the number also says which of them recorded the flow, in the
 * bits above the lower 40, and is written {@code 17.2041}: flow 2041 of recorder 17. Both are a positive {@code long},
 * and each number has one text, whatever it was read from. Stateless.
 */
public final class FlowNumber {
    /** The bits of a number that count the flows of one recorder. */
    public static final int LOCAL_BITS = 40;

    /** The highest number of a flow within its recorder: 10^12 flows. */
    public static final long MAX_LOCAL = (1L << LOCAL_BITS) - 1;

    /** The highest number of a recorder. */
    public static final int MAX_RECORDER = (1 << Long.SIZE - 1 - LOCAL_BITS) - 1;

    private FlowNumber() {}

    /**
     * Returns the number of a recorder's flow in a shared store.
     *
     * @param recorder from 1 to {@link #MAX_RECORDER}; 0 for a flow of one file, whose number is the local one
     * @param local from 0 to {@link #MAX_LOCAL}
     */
    public static long of(int recorder, long local) {
        if (recorder < 0 || recorder > MAX_RECORDER || local < 0 || local > MAX_LOCAL) {
            throw new IllegalArgumentException("no flow has the number " + recorder + "." + local);
        }
        return (long) recorder << LOCAL_BITS | local;
    }

    /** Returns which recorder recorded the flow; 0 for a flow of one file. */
    public static int recorder(long flow) {
        return (int) (flow >>> LOCAL_BITS);
    }

    /** Returns the number that the flow has within its recorder, and in the file of that recorder. */
    public static long local(long flow) {
        return flow & MAX_LOCAL;
    }

    /** Returns whether the number is that of a flow in a shared store, which JSON writes as a string. */
    public static boolean isShared(long flow) {
        return flow > MAX_LOCAL;
    }

    /** Returns the text of a number, for people and for programs. A number below 0, which no flow has, is decimal. */
    public static String print(long flow) {
        return isShared(flow) ? recorder(flow) + "." + local(flow) : Long.toString(flow);
    }

    /**
     * Returns the number that a text stands for; empty if it is not one of {@link #print}, without sign, unit or space.
     * Leading zeros are accepted.
     */
    public static OptionalLong parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return digits(text, MAX_LOCAL);
        }
        OptionalLong recorder = digits(text.substring(0, dot), MAX_RECORDER);
        OptionalLong local = digits(text.substring(dot + 1), MAX_LOCAL);
        boolean shared = recorder.isPresent() && recorder.getAsLong() > 0 && local.isPresent();
        return shared ? OptionalLong.of(of((int) recorder.getAsLong(), local.getAsLong())) : OptionalLong.empty();
    }

    /** Digits of ASCII alone: {@link Long#parseLong} also reads those of other scripts, and signs. */
    private static OptionalLong digits(String text, long max) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            value = value * 10 + digit;
            if (value > max) {
                return OptionalLong.empty();
            }
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
