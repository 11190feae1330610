package dev.steno.cli.ship;

import dev.steno.store.StoreListener;

/** What a run tells people, of its record and of where that is shipped. Any thread; may block. */
public interface RunNotices extends StoreListener {
    /** Tells something that is neither a warning nor an error; not with {@code --quiet}. */
    void happened(String what);

    /** Warns, also with {@code --quiet}. */
    void warn(String message);

    /** Tells that what a warning was about has passed; as far as that was told. */
    void settled(String what);
}
