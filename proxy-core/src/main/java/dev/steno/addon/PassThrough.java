package dev.steno.addon;

/**
 * A lasting decision: the connections of a client to a server pass through without decryption, because the client
 * refused our certificate. Immutable.
 *
 * @param client the client's address, without a port
 * @param look the fingerprint of its ClientHello, which distinguishes programs at one address
 * @param host the server, {@code host:port}
 * @param reason the client's behaviour, as a predicate that follows "the client"
 * @param trusting whether the client had accepted another of our certificates before, and so trusts our CA
 * @param since when the decision was made, in nanoseconds since the epoch
 * @param used the number of connections passed through
 * @param lastUsed when the latest of these connections passed through, in nanoseconds since the epoch; {@link
 *     dev.steno.flow.Times#UNSET} if there was none
 */
public record PassThrough(
        String client,
        String look,
        String host,
        String reason,
        boolean trusting,
        long since,
        long used,
        long lastUsed) {

    /** The client and the server of a decision; there is at most one decision for each key. */
    public record Key(String client, String look, String host) {}

    /** Returns whose connections to which server pass through. */
    public Key key() {
        return new Key(client, look, host);
    }

    /** Returns a copy that counts one more connection. */
    public PassThrough usedAt(long time) {
        return new PassThrough(client, look, host, reason, trusting, since, used + 1, time);
    }
}
