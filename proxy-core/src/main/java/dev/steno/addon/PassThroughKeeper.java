package dev.steno.addon;

import java.util.List;

/** Remembers which clients are passed through where, beyond the end of the process. Any thread; never blocks. */
public interface PassThroughKeeper {

    /** Remembers nothing. */
    PassThroughKeeper NONE = new PassThroughKeeper() {
        @Override
        public List<PassThrough> kept() {
            return List.of();
        }

        @Override
        public void keep(PassThrough one) {
            // for this run alone
        }

        @Override
        public void forget(PassThrough.Key key) {
            // nothing was kept
        }
    };

    /** What was kept before this process began. */
    List<PassThrough> kept();

    /** Keeps one, in the place of an earlier one with its key. */
    void keep(PassThrough one);

    /** Forgets one. */
    void forget(PassThrough.Key key);
}
