package dev.steno.net.mode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user and a password. Only {@link #basic} contains the password.
 *
 * @param user without a colon (RFC 7617, 2)
 */
public record Credentials(String user, String password) {
    private static final String WITHHELD = "(withheld)";

    /** The value of an Authorization field with these credentials (RFC 7617, 2). For the wire only. */
    public String basic() {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** A text from a peer that was sent these credentials, with each occurrence of them masked. */
    public String withholdFrom(String text) {
        String kept = text.replace(basic().substring("Basic ".length()), WITHHELD);
        return password.isEmpty() ? kept : kept.replace(password, WITHHELD);
    }

    @Override
    public String toString() {
        return user + ":" + WITHHELD;
    }
}
