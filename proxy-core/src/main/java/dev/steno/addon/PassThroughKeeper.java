package dev.steno.addon;

import java.util.List;

/** Stores pass-through decisions beyond the end of the process. Any thread; never blocks. */
public interface PassThroughKeeper {

    /** Stores nothing: decisions last as long as the process. */
    PassThroughKeeper NONE = new PassThroughKeeper() {
        @Override
        public List<PassThrough> kept() {
            return List.of();
        }

        @Override
        public void keep(PassThrough one) {
            // not stored: the decision lasts as long as the process
        }

        @Override
        public void forget(PassThrough.Key key) {
            // nothing was stored
        }
    };

    /** Returns the decisions stored before this process started. */
    List<PassThrough> kept();

    /** Stores a decision; it replaces an earlier one with the same key. */
    void keep(PassThrough one);

    /** Deletes the decision of a key. */
    void forget(PassThrough.Key key);
}
