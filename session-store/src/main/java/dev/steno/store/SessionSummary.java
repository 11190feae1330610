package dev.steno.store;

import java.util.List;

/**
 * The figures of a session that a person looks at first. Immutable.
 *
 * @param hosts the hosts with the most flows, and their numbers of flows; the most frequent first
 * @param otherHosts number of hosts that are not in the list
 * @param statuses numbers of responses by status class, from {@code 1xx} to {@code 5xx}
 * @param errors the errors with the most flows, as sentences, and their numbers of flows; the most frequent first
 * @param otherErrors number of different errors that are not in the list
 * @param slowest the flows that took longest, the longest first
 * @param largest the flows with the largest responses, the largest first
 */
public record SessionSummary(
        List<Count> hosts,
        long otherHosts,
        List<Count> statuses,
        List<Count> errors,
        long otherErrors,
        List<FlowRow> slowest,
        List<FlowRow> largest) {

    /** A name and how many flows have it. */
    public record Count(String name, long flows) {}
}
