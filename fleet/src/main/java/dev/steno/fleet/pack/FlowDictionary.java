package dev.steno.fleet.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The dictionary of this program. It was trained with invented flows, not with traffic: a dictionary has pieces of what it
 * was trained with, and would keep them when the flows are long removed. A later version of the program may have another
 * one under another number; a shared store has all that were used.
 */
public final class FlowDictionary {
    /** Its number in the table {@code dictionary}. */
    public static final int NUMBER = 2;

    private FlowDictionary() {}

    /** Returns its bytes. */
    public static byte[] bytes() {
        try (InputStream in = FlowDictionary.class.getResourceAsStream("flow-" + NUMBER + ".zdict")) {
            if (in == null) {
                throw new IllegalStateException("missing from the program: flow-" + NUMBER + ".zdict");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
