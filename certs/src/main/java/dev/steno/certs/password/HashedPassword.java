package dev.steno.certs.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/**
 * A password as an htpasswd file keeps it: bcrypt ({@code $2y$}), the MD5 of Apache ({@code $apr1$}) or SHA-1
 * ({@code {SHA}}). Immutable; any thread, but bcrypt takes tens of milliseconds or more by design.
 */
public final class HashedPassword {
    private static final String SHA = "{SHA}";

    private final String hash;

    private HashedPassword(String hash) {
        this.hash = hash;
    }

    /** The hash in its text form; null if it is of a kind that is not supported, or malformed. */
    public static @Nullable HashedPassword parse(String hash) {
        boolean known = hash.matches("\\$2[abxy]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}")
                || hash.matches("\\$apr1\\$[^$]{1,8}\\$[./A-Za-z0-9]{22}")
                || hash.matches("\\{SHA}[A-Za-z0-9+/]{27}=");
        return known && !hash.startsWith("$2x") ? new HashedPassword(hash) : null;
    }

    /** Whether the password is the one that was hashed. The time it takes does not tell how much of it is right. */
    public boolean matches(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (hash.startsWith(SHA)) {
            byte[] expected = Base64.getDecoder().decode(hash.substring(SHA.length()));
            return MessageDigest.isEqual(expected, digest("SHA-1").digest(bytes));
        }
        if (hash.startsWith(AprMd5.PREFIX)) {
            return MessageDigest.isEqual(
                    hash.getBytes(StandardCharsets.US_ASCII),
                    AprMd5.hash(bytes, hash).getBytes(StandardCharsets.US_ASCII));
        }
        return OpenBSDBCrypt.checkPassword(hash, password.toCharArray());
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
