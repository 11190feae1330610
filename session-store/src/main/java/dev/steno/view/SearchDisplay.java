package dev.steno.view;

import java.util.function.Consumer;

/**
 * What a view shows while it searches for a filter. Immutable.
 *
 * @param asFound whether matches are shown as they are found, in place of the list before; only in the order of time,
 *     since in any other the matches are sorted first
 * @param newestFirst whether to search from the newest flow to the oldest
 * @param progress told at most twenty times a second, on the view thread; the last time when the search has ended
 */
record SearchDisplay(boolean asFound, boolean newestFirst, Consumer<SearchProgress> progress) {
    /** The list before is shown until the search has ended. */
    static final SearchDisplay NONE = new SearchDisplay(false, false, SearchProgress.UNHEARD);
}
