package dev.steno.net.mode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user and a password. The password is in no text but {@link #basic}.
 *
 * @param user without a colon (RFC 7617, 2)
 */
public record Credentials(String user, String password) {

    /** The value of a field that gives them (RFC 7617, 2). For the wire only. */
    public String basic() {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return user + ":(withheld)";
    }
}
