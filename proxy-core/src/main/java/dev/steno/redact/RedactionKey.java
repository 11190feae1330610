package dev.steno.redact;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key by which the tokens of one session are made. It is derived from the key of the home folder and from the session
 * (HMAC-SHA-256, RFC 2104), and it is never part of the session: who receives the session cannot try a dictionary of
 * secrets. Equal secrets of a session have equal digests. Any thread.
 */
public final class RedactionKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "steno redaction\0";

    /** Bytes of a digest that a token shows. */
    private static final int SHOWN = 4;

    /** Upper bound on remembered digests; the memory is emptied when it is full. */
    private static final int REMEMBERED = 4096;

    /** Upper bound on the chars of a secret whose digest is remembered. */
    private static final int SHORT = 512;

    private final byte[] key;
    private final Mac keyed;
    private final Map<String, String> digests = new ConcurrentHashMap<>();

    private RedactionKey(byte[] key) {
        this.key = key;
        this.keyed = keyed(key);
    }

    /**
     * Derives the key of a session.
     *
     * @param home the key of the home folder
     * @param session what distinguishes the session from others, and stays the same while it exists
     */
    public static RedactionKey of(byte[] home, String session) {
        return new RedactionKey(hmac(home, (PURPOSE + session).getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] with, byte[] data) {
        return keyed(with).doFinal(data);
    }

    /** To look an algorithm up and to give it its key takes longer than to compute a digest: a copy of this one does neither. */
    private byte[] hmac(byte[] data) {
        try {
            return ((Mac) keyed.clone()).doFinal(data);
        } catch (CloneNotSupportedException e) { // by a provider that is not the platform's own
            return hmac(key, data);
        }
    }

    private static Mac keyed(byte[] with) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(with, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Returns the digest of a secret, 8 hexadecimal digits. @param secret its bytes, a char for each */
    String digest(String secret) {
        String known = digests.get(secret);
        if (known != null) {
            return known;
        }
        byte[] code = hmac(secret.getBytes(StandardCharsets.ISO_8859_1));
        String digest = HexFormat.of().formatHex(code, 0, SHOWN);
        if (secret.length() <= SHORT) {
            if (digests.size() >= REMEMBERED) {
                digests.clear();
            }
            digests.put(secret, digest);
        }
        return digest;
    }
}
