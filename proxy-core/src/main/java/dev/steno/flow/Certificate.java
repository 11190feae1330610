package dev.steno.flow;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An X.509 certificate as a peer presented it. Immutable. Compared by its fingerprint. A session stores each
 * certificate once, for all flows that refer to it.
 */
public final class Certificate {
    private final byte[] der;
    private final byte[] sha256;
    private final String fingerprint;

    /** @param der the encoded certificate; not copied, must not be modified afterwards */
    public Certificate(byte[] der) {
        this.der = der;
        this.sha256 = sha256(der);
        this.fingerprint = HexFormat.of().formatHex(sha256);
    }

    /** The encoded certificate; must not be modified. */
    public byte[] der() {
        return der;
    }

    /** SHA-256 of the encoded certificate, 32 bytes; must not be modified. */
    public byte[] sha256() {
        return sha256;
    }

    /** SHA-256 of the encoded certificate, in lower-case hexadecimal. */
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
