package dev.steno.view;

import java.util.function.Consumer;

/**
 * How far the search for a view's filter has come. Immutable.
 *
 * @param searching false once the whole session was searched, or the search was cancelled
 * @param searched the flows tested so far, estimated from their numbers
 * @param of the flows of the session
 * @param matches the matches so far; at the end, the flows shown
 */
public record SearchProgress(boolean searching, long searched, long of, long matches) {
    /** For requests that do not ask for progress. */
    static final Consumer<SearchProgress> UNHEARD = progress -> {};
}
