package dev.steno.view;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits for the end of a search. */
final class SearchProgressReader {
    private SearchProgressReader() {}

    /** Returns the report that ends a search; the ones before must be of a search in progress. */
    static SearchProgress last(BlockingQueue<SearchProgress> told) throws InterruptedException {
        while (true) {
            SearchProgress next = told.poll(180, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("the search did not end");
            }
            if (!next.searching()) {
                return next;
            }
        }
    }
}
