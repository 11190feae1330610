package dev.steno.fleet.upkeep;

/**
 * How much of a recorder was removed, or would be. Immutable.
 *
 * @param flows number of flows
 * @param messages of WebSockets and raw streams
 * @param pieces of bodies, of at most 256 KiB each
 * @param edits of flows
 * @param notes that viewers gave to flows
 */
public record RemovedRows(long flows, long messages, long pieces, long edits, long notes) {
    static final RemovedRows NONE = new RemovedRows(0, 0, 0, 0, 0);

    RemovedRows plus(RemovedRows more) {
        return new RemovedRows(
                flows + more.flows,
                messages + more.messages,
                pieces + more.pieces,
                edits + more.edits,
                notes + more.notes);
    }
}
