package dev.steno.addon;

/**
 * A decision that lasts: a client's connections to a server are passed through untouched, because it refused our certificate.
 *
 * @param client the client's address, without a port
 * @param look what its first TLS messages look like, by which programs at one address are told apart
 * @param host the server, {@code host:port}
 * @param reason what the client did, in a sentence
 * @param trusting whether the client had taken another of our certificates before, and so knows our CA
 * @param since when it began, nanoseconds since the epoch
 * @param used how many connections were passed through
 * @param lastUsed when the last of them was, nanoseconds since the epoch; {@link dev.steno.flow.Times#UNSET} for none
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

    /** Whose it is and where to; there is one for each. */
    public record Key(String client, String look, String host) {}

    public Key key() {
        return new Key(client, look, host);
    }

    /** As it is after another connection. */
    public PassThrough usedAt(long time) {
        return new PassThrough(client, look, host, reason, trusting, since, used + 1, time);
    }
}
