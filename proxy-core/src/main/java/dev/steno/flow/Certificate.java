package dev.steno.flow;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An X.509 certificate as a peer presented it. Two are equal if their SHA-256 fingerprints are; the record stores each
 * certificate once, however many flows refer to it. Immutable; any thread.
 */
public final class Certificate {
    private final byte[] der;
    private final byte[] sha256;
    private final String fingerprint;

    /** @param der the DER encoding; not copied, must not be modified afterwards */
    public Certificate(byte[] der) {
        this.der = der;
        this.sha256 = sha256(der);
        this.fingerprint = HexFormat.of().formatHex(sha256);
    }

    /** The DER encoding; must not be modified. */
    public byte[] der() {
        return der;
    }

    /** SHA-256 of the DER encoding, 32 bytes; must not be modified. */
    public byte[] sha256() {
        return sha256;
    }

    /** SHA-256 of the DER encoding, as 64 lower-case hexadecimal digits. */
    public String fingerprint() {
        return fingerprint;
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate that && Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "Certificate[" + fingerprint + "]";
    }
}
