package dev.steno.sqlite.ship;

/**
 * A flow that is to be sent, as the file has it. It is decoded by {@link SpoolContent#decoded} when it is its turn: a part of
 * decoded flows would outlive young collections.
 *
 * @param id its number
 * @param encoded its encoded form, as it is stored; not to be modified
 * @param intact whether it is as it was recorded, by its checksum
 * @param isOpen whether it is in progress, by its columns
 * @param notes the count of its row in {@code ship_again}; 0 if it is sent for the first time
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record PendingFlow(long id, byte[] encoded, boolean intact, boolean isOpen, long notes) {
    private static final byte[] NONE = {};

    /** Returns what is noted once it was sent: all but its encoded form, which is garbage as soon as it is packed. */
    public PendingFlow packed() {
        return new PendingFlow(id, NONE, intact, isOpen, notes);
    }
}
