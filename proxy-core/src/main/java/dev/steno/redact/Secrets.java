package dev.steno.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that were found, as bytes to be searched for elsewhere: as they are, and as they are coded in URLs, in JSON and
 * in base64. Only values are taken that are distinct enough not to be an ordinary word. Immutable.
 */
public final class Secrets {
    /** The bytes at the start of a secret by which it is looked up. */
    private static final int START = 6;

    /** Longer secrets are not searched, since they do not fit the window of a body. */
    static final int LONGEST = 4096;

    private static final int BITS = 1 << 22;
    private static final long MASK = (1L << 8 * START) - 1;

    private final Map<Long, List<Known>> byStart = new HashMap<>();
    private final long[] starts = new long[BITS / 64];
    private final int longest;
    private final int count;

    /** A form of a secret, and the secret. */
    private record Known(byte[] bytes, String secret) {}

    private Secrets(Map<String, String> forms) {
        int most = 0;
        for (Map.Entry<String, String> form : forms.entrySet()) {
            byte[] bytes = form.getKey().getBytes(StandardCharsets.ISO_8859_1);
            most = Math.max(most, bytes.length);
            long start = start(bytes, 0);
            byStart.computeIfAbsent(start, first -> new ArrayList<>(1)).add(new Known(bytes, form.getValue()));
            int bit = bit(start);
            starts[bit >> 6] |= 1L << bit;
        }
        byStart.values().forEach(each -> each.sort((a, b) -> b.bytes.length - a.bytes.length));
        longest = most;
        count = forms.size();
    }

    private static long start(byte[] data, int at) {
        long start = 0;
        for (int i = 0; i < START; i++) {
            start = start << 8 | data[at + i] & 0xFF;
        }
        return start;
    }

    private static int bit(long start) {
        return (int) (start * 0x9E3779B97F4A7C15L >>> 42) & (BITS - 1);
    }

    /** The number of byte sequences that are searched. */
    public int count() {
        return count;
    }

    /** The length of the longest one, in bytes. */
    public int longest() {
        return longest;
    }

    /** The first place of a secret from an index on; -1 if there is none. */
    public int indexIn(byte[] data, int from, int length) {
        Found found = find(data, from, length);
        return found == null ? -1 : found.at;
    }

    private record Found(int at, Known what) {}

    private @Nullable Found find(byte[] data, int from, int length) {
        if (count == 0 || length - from < START) {
            return null;
        }
        long start = start(data, from);
        for (int at = from; ; at++) {
            int bit = bit(start);
            if ((starts[bit >> 6] & 1L << bit) != 0) {
                for (Known known : byStart.getOrDefault(start, List.of())) {
                    byte[] bytes = known.bytes;
                    if (length - at >= bytes.length
                            && Arrays.equals(data, at, at + bytes.length, bytes, 0, bytes.length)) {
                        return new Found(at, known);
                    }
                }
            }
            if (at + START >= length) {
                return null;
            }
            start = (start << 8 | data[at + START] & 0xFF) & MASK;
        }
    }

    /** A finder of these secrets. */
    ValueFinder finder(int rule) {
        return new ValueFinder() {
            private int start;
            private int end;
            private String secret = "";

            @Override
            public boolean find(byte[] data, int from, int length) {
                Found found = Secrets.this.find(data, from, length);
                if (found == null) {
                    return false;
                }
                start = found.at;
                end = found.at + found.what.bytes.length;
                secret = found.what.secret;
                return true;
            }

            @Override
            public int start() {
                return start;
            }

            @Override
            public int end() {
                return end;
            }

            @Override
            public int rule() {
                return rule;
            }

            @Override
            public String kind() {
                return "copy";
            }

            @Override
            public String secret() {
                return secret;
            }
        };
    }

    /** Collects secrets while they are replaced. For one thread. */
    public static final class Collector implements SecretLog {
        /** Upper bound on the chars of collected forms; further ones are counted only. */
        private static final long MOST = 128L << 20;

        private final Map<String, String> forms = new HashMap<>();
        private long chars;
        private long left;

        @Override
        public void replaced(String secret, String written) {
            add(written, secret);
            add(secret, secret);
            int colon = secret.indexOf(':');
            if (colon > 0 && !written.equals(secret)) { // a password of Basic credentials
                add(secret.substring(colon + 1), secret.substring(colon + 1));
            }
        }

        private void add(String form, String secret) {
            if (!isDistinct(form) || form.length() > LONGEST || Redacted.hasToken(form)) {
                left++;
                return;
            }
            if (forms.containsKey(form)) {
                return;
            }
            chars += form.length();
            if (chars > MOST) {
                left++;
                return;
            }
            forms.put(form, secret);
            for (String coded : coded(form)) {
                if (!coded.equals(form)) {
                    forms.putIfAbsent(coded, secret);
                    chars += coded.length();
                }
            }
        }

        private static List<String> coded(String form) {
            byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
            StringBuilder percent = new StringBuilder();
            for (byte b : bytes) {
                char c = (char) (b & 0xFF);
                if (c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                    percent.append(c);
                } else {
                    percent.append(String.format("%%%02X", (int) c));
                }
            }
            return List.of(
                    percent.toString(),
                    form.replace("/", "\\/"),
                    form.replace("\\", "\\\\").replace("\"", "\\\""),
                    Base64.getEncoder().encodeToString(bytes));
        }

        /** How many values were too short, too common or too long to be searched elsewhere, counted each time. */
        public long leftOut() {
            return left;
        }

        /**
         * The secrets that were collected.
         *
         * @param names such as those of hosts: what occurs in one of them cannot be replaced everywhere
         */
        public Secrets secrets(Collection<String> names) {
            String all = String.join("\n", names);
            forms.keySet().removeIf(all::contains);
            return new Secrets(forms);
        }
    }

    /** Whether a value can hardly be anything else: not a word, a short number, or a text of one character. */
    static boolean isDistinct(String value) {
        if (value.length() < START) {
            return false;
        }
        boolean lower = false;
        boolean upper = false;
        boolean digit = false;
        boolean sign = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            lower |= c >= 'a' && c <= 'z';
            upper |= c >= 'A' && c <= 'Z';
            digit |= c >= '0' && c <= '9';
            sign |= !(c < 128 && Character.isLetterOrDigit(c)) && c != '-' && c != ' ';
        }
        boolean uniform = value.chars().allMatch(c -> c == value.charAt(0));
        int kinds = (lower ? 1 : 0) + (upper ? 1 : 0) + (digit ? 1 : 0) + (sign ? 1 : 0);
        return !uniform && (kinds >= 2 && (digit || sign) || value.length() >= (digit ? 9 : 14));
    }
}
