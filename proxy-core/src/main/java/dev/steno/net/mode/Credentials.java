package dev.steno.net.mode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user and a password, or a bearer token. Only {@link #authorization} contains the secret.
 *
 * @param user without a colon (RFC 7617, 2); empty for a token
 * @param password the token of the scheme Bearer
 */
public record Credentials(Scheme scheme, String user, String password) {
    private static final String WITHHELD = "(withheld)";

    /** How credentials are sent (RFC 9110, 11.1). */
    public enum Scheme {
        BASIC,
        BEARER
    }

    /** A user and a password. */
    public Credentials(String user, String password) {
        this(Scheme.BASIC, user, password);
    }

    /** A token (RFC 6750, 2.1). */
    public static Credentials bearer(String token) {
        return new Credentials(Scheme.BEARER, "", token);
    }

    /** The value of an Authorization field with these credentials. For the wire only. */
    public String authorization() {
        return scheme == Scheme.BASIC ? "Basic " + pair() : "Bearer " + password;
    }

    private String pair() {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** A text from a peer that was sent these credentials, with each occurrence of them masked. */
    public String withholdFrom(String text) {
        String kept = text.replace(pair(), WITHHELD);
        return password.isEmpty() ? kept : kept.replace(password, WITHHELD);
    }

    @Override
    public String toString() {
        return scheme == Scheme.BASIC ? user + ":" + WITHHELD : WITHHELD;
    }
}
