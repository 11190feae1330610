package dev.steno.tui.app;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are pressed while a question is being prepared. They are meant for it, and elsewhere they would do something else:
 * the letters of a file's name remove flows, for instance. For the interface's thread.
 */
final class TypedAhead {
    /** Upper bound on the keys that are kept; more are not heard. */
    private static final int MOST = 1_000;

    private final List<String> keys = new ArrayList<>();
    private @Nullable Object awaited;

    /** Begins to wait for a question; returns what {@link #end} takes. */
    Object begin() {
        Object question = new Object();
        awaited = question;
        return question;
    }

    boolean isWaiting() {
        return awaited != null;
    }

    /** Keeps a key. */
    void add(String key) {
        if (keys.size() < MOST) {
            keys.add(key);
        }
    }

    /** Waits no longer for the question that is awaited, and forgets the keys. */
    void forget() {
        awaited = null;
        keys.clear();
    }

    /** Ends the wait for a question; returns false if it is not awaited any more. */
    boolean end(Object question) {
        if (awaited != question) {
            return false;
        }
        awaited = null;
        return true;
    }

    /** Returns the keys, and forgets them. */
    List<String> take() {
        List<String> taken = List.copyOf(keys);
        keys.clear();
        return taken;
    }
}
