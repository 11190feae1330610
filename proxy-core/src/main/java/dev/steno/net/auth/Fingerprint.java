package dev.steno.net.auth;

import dev.steno.net.mode.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A fixed-length digest of credentials for comparison, so that the time of a comparison reveals nothing. Immutable. */
final class Fingerprint {
    private final byte[] digest;

    private Fingerprint(byte[] digest) {
        this.digest = digest;
    }

    static Fingerprint of(Credentials credentials) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            // a user name has no colon, so the text of each pair is unique
            sha.update((credentials.user() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8));
            return new Fingerprint(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    boolean isOf(Credentials given) {
        return MessageDigest.isEqual(digest, of(given).digest);
    }
}
