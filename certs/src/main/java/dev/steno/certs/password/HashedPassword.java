package dev.steno.certs.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.apache.commons.codec.digest.Md5Crypt;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/**
 * A password hash from an htpasswd file: bcrypt ({@code $2y$}), Apache's MD5 ({@code $apr1$}) or SHA-1 ({@code {SHA}}).
 * Immutable; any thread, but checking bcrypt takes tens of milliseconds or more by design.
 */
public final class HashedPassword {
    private static final String SHA = "{SHA}";
    private static final String APR1 = "$apr1$";

    private final String hash;

    private HashedPassword(String hash) {
        this.hash = hash;
    }

    /** Parses a hash; null if its type is not supported or it is malformed. */
    public static @Nullable HashedPassword parse(String hash) {
        boolean known = hash.matches("\\$2[abxy]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}")
                || hash.matches("\\$apr1\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}")
                || hash.matches("\\{SHA}[A-Za-z0-9+/]{27}=");
        return known && !hash.startsWith("$2x") ? new HashedPassword(hash) : null;
    }

    /**
     * Whether the password matches the hash. The comparison takes constant time, whether or not a part of the hash
     * matches.
     */
    public boolean matches(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (hash.startsWith(SHA)) {
            byte[] expected = Base64.getDecoder().decode(hash.substring(SHA.length()));
            return MessageDigest.isEqual(expected, sha1(bytes));
        }
        if (hash.startsWith(APR1)) {
            return MessageDigest.isEqual(
                    hash.getBytes(StandardCharsets.US_ASCII),
                    Md5Crypt.apr1Crypt(bytes, hash).getBytes(StandardCharsets.US_ASCII));
        }
        return OpenBSDBCrypt.checkPassword(hash, password.toCharArray());
    }

    private static byte[] sha1(byte[] password) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(password);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }
}
