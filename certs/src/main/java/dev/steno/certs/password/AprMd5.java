package dev.steno.certs.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The MD5 crypt of Apache's htpasswd: a thousand rounds over password and salt. */
final class AprMd5 {
    static final String PREFIX = "$apr1$";

    private static final String DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ROUNDS = 1000;

    /** Which bytes of the digest make up each group of four digits. */
    private static final int[][] GROUPS = {{0, 6, 12}, {1, 7, 13}, {2, 8, 14}, {3, 9, 15}, {4, 10, 5}};

    private AprMd5() {}

    /** The hash of a password with the salt of another. */
    static String hash(byte[] password, String salted) {
        String salt = salted.substring(PREFIX.length(), salted.indexOf('$', PREFIX.length()));
        byte[] saltBytes = salt.getBytes(StandardCharsets.UTF_8);
        MessageDigest md5 = HashedPassword.digest("MD5");

        md5.update(password);
        md5.update(saltBytes);
        md5.update(password);
        byte[] inner = md5.digest();

        md5.update(password);
        md5.update(PREFIX.getBytes(StandardCharsets.US_ASCII));
        md5.update(saltBytes);
        for (int left = password.length; left > 0; left -= inner.length) {
            md5.update(inner, 0, Math.min(left, inner.length));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) {
            md5.update((bits & 1) == 1 ? (byte) 0 : password[0]);
        }
        byte[] result = md5.digest();

        for (int round = 0; round < ROUNDS; round++) {
            boolean odd = (round & 1) == 1;
            md5.update(odd ? password : result);
            if (round % 3 != 0) {
                md5.update(saltBytes);
            }
            if (round % 7 != 0) {
                md5.update(password);
            }
            md5.update(odd ? result : password);
            result = md5.digest();
        }
        return PREFIX + salt + "$" + digits(result);
    }

    private static String digits(byte[] digest) {
        StringBuilder text = new StringBuilder(22);
        for (int[] group : GROUPS) {
            append(text, (digest[group[0]] & 0xff) << 16 | (digest[group[1]] & 0xff) << 8 | digest[group[2]] & 0xff, 4);
        }
        append(text, digest[11] & 0xff, 2);
        return text.toString();
    }

    private static void append(StringBuilder text, int value, int digits) {
        int left = value;
        for (int i = 0; i < digits; i++) {
            text.append(DIGITS.charAt(left & 0x3f));
            left >>= 6;
        }
    }
}
