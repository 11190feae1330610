package dev.steno.sqlite.ship;

/**
 * A row of {@code ship_target}: a shared store to which the session is shipped. Immutable.
 *
 * @param id its number in the file
 * @param store the identifier of the store
 * @param url the store's address when it was shipped to last
 * @param session the random identifier under which the store knows this session; empty if the session was rewritten since, and the store has
 *     its flows as they were
 * @param recorder the number that the store gave it
 * @param epoch the random mark of the shipper that took over last, as far as the store's answer was heard
 * @param nextEpoch the mark of a shipper whose take-over may have reached the store unheard
 * @param part the random mark of the last part that is known to be committed; 0 before the first
 * @param nextPart the mark of the part that is sent next, or whose answer was lost
 * @param batch the last batch that is known to be committed
 * @param shippedTo all flows up to this number were sent, or are noted to be sent again
 * @param claimedTo changes of flows up to this number are noted
 */
public record ShipTarget(
        long id,
        String store,
        String url,
        String session,
        int recorder,
        long epoch,
        long nextEpoch,
        long part,
        long nextPart,
        long batch,
        long shippedTo,
        long claimedTo) {

    /** Whether the session was rewritten after it was shipped: the recorder is what it shipped as before. */
    public boolean isRewritten() {
        return session.isEmpty() && recorder != 0;
    }
}
