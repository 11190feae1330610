package dev.steno.web.metrics;

import java.io.IOException;

/** A part of the program that has metrics. It counts without being asked, and is asked only by a scrape. */
@FunctionalInterface
public interface MetricSource {
    /**
     * Adds the present values. Called on a thread that may block, by several scrapes at once.
     *
     * @throws IOException if they cannot be read; the scrape then has the values of all other sources, and counts the failure
     */
    void addTo(MetricList list) throws IOException;
}
