package dev.steno.store;

import dev.steno.addon.PassThrough;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes the decisions in a session that were made with this home folder from those made with another one or
 * written by an editor of the file. A decision that changes what Steno decrypts carries a code (HMAC-SHA-256, RFC
 * 2104), made with a key that never leaves the home folder. Any thread.
 */
public final class Seal {
    /** Accepts every decision and creates no codes; for a store without a home folder. */
    public static final Seal OPEN = new Seal(null, true);

    private static final String ALGORITHM = "HmacSHA256";

    private final byte @Nullable [] key;
    private final boolean heedsAll;

    private Seal(byte @Nullable [] key, boolean heedsAll) {
        this.key = key;
        this.heedsAll = heedsAll;
    }

    /**
     * Creates the seal of a home folder.
     *
     * @param key the home folder's key, 32 bytes
     * @param heedsAll whether decisions with another code or none are accepted too, because a person asked for it
     */
    public static Seal of(byte[] key, boolean heedsAll) {
        return new Seal(key.clone(), heedsAll);
    }

    /** Returns the code of a decision; null if this seal creates none. Covers all values except the use counts. */
    public @Nullable String of(PassThrough one) {
        byte[] secret = key;
        if (secret == null) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(bytes(one)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Returns whether a decision with this code is accepted. */
    public boolean heeds(PassThrough one, @Nullable String code) {
        String right = of(one);
        return heedsAll
                || right != null
                        && code != null
                        && MessageDigest.isEqual(
                                right.getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(PassThrough one) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            for (String each : new String[] {one.client(), one.look(), one.host(), one.reason()}) {
                byte[] text = each.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
            out.writeBoolean(one.trusting());
            out.writeLong(one.since());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a stream in memory does not fail
        }
    }
}
