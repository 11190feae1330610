package dev.steno.redact;

import java.util.Locale;

/** Secrets and personal data that are known by their form. Stateless; each is found in time linear in the bytes. */
enum SecretShape {
    /** A JSON Web Token or encryption (RFC 7519): a header that begins with {@code {"} in base64url. */
    JWT('e', "eyJ") {
        @Override
        int end(byte[] data, int at, int length) {
            int end = run(data, at, length, "-_");
            int parts = 1;
            while (end < length && data[end] == '.' && parts < 5) {
                int next = run(data, end + 1, length, "-_");
                if (next == end + 1 && parts != 1) {
                    break;
                }
                end = next;
                parts++;
            }
            return parts >= 3 && end - at >= 30 ? end : -1;
        }
    },
    /** The id of an access key of AWS. */
    AWS('A', "AKIA", "ASIA") {
        @Override
        int end(byte[] data, int at, int length) {
            int end = at;
            while (end < length && (data[end] >= 'A' && data[end] <= 'Z' || data[end] >= '0' && data[end] <= '9')) {
                end++;
            }
            return end - at == 20 ? end : -1;
        }
    },
    /** A key of Google's APIs. */
    GOOGLE('A', "AIza") {
        @Override
        int end(byte[] data, int at, int length) {
            int end = run(data, at, length, "-_");
            return end - at == 39 ? end : -1;
        }
    },
    /** A token of GitHub. */
    GITHUB('g', "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_") {
        @Override
        int end(byte[] data, int at, int length) {
            int end = run(data, at, length, "_");
            return end - at >= 40 ? end : -1;
        }
    },
    /** A token of Slack. */
    SLACK('x', "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-") {
        @Override
        int end(byte[] data, int at, int length) {
            int end = run(data, at, length, "-");
            return end - at >= 20 ? end : -1;
        }
    },
    /** A secret key of Stripe. */
    STRIPE('s', "sk_live_", "sk_test_") {
        @Override
        int end(byte[] data, int at, int length) {
            int end = run(data, at, length, "_");
            return end - at >= 24 ? end : -1;
        }
    },
    /** The number of a payment card: 13 to 19 digits in groups, with a valid check digit (ISO/IEC 7812-1). */
    CARD('0') {
        @Override
        boolean begins(byte[] data, int at, int length) {
            return data[at] >= '2' && data[at] <= '6' && (at == 0 || !isWord(data[at - 1]) && data[at - 1] != '.');
        }

        @Override
        int end(byte[] data, int at, int length) {
            int end = at;
            int digits = 0;
            int sum = 0; // of the digits at even places
            int other = 0; // of those at odd places
            while (end < length && digits < 20) {
                byte b = data[end];
                if (b >= '0' && b <= '9') {
                    digits++;
                    int digit = b - '0';
                    int next = other + digit; // each further digit exchanges the two sums
                    other = sum + (digit > 4 ? 2 * digit - 9 : 2 * digit);
                    sum = next;
                } else if (!((b == ' ' || b == '-')
                        && end > at
                        && end + 1 < length
                        && data[end + 1] >= '0'
                        && data[end + 1] <= '9')) {
                    break;
                }
                end++;
            }
            boolean word = end < length && isWord(data[end]);
            return digits >= 13 && digits <= 19 && !word && sum % 10 == 0 && !isUniform(data, at, end) ? end : -1;
        }
    },
    /** An address of e-mail. */
    EMAIL('@') {
        @Override
        boolean begins(byte[] data, int at, int length) {
            return data[at] == '@' && at > 0 && isLocal(data[at - 1]);
        }

        @Override
        int start(byte[] data, int at, int from) {
            int start = at;
            while (start > from && at - start < 64 && isLocal(data[start - 1])) {
                start--;
            }
            return start;
        }

        @Override
        int end(byte[] data, int at, int length) {
            int end = run(data, at + 1, Math.min(length, at + 254), ".-");
            while (end > at && (data[end - 1] == '.' || data[end - 1] == '-')) {
                end--;
            }
            int dot = end - 1;
            while (dot > at && Character.isLetter(data[dot])) {
                dot--;
            }
            return dot > at + 1 && data[dot] == '.' && end - dot > 2 ? end : -1;
        }
    };

    private final char first;
    private final byte[][] prefixes;

    SecretShape(char first, String... prefixes) {
        this.first = first;
        this.prefixes = new byte[prefixes.length][];
        for (int i = 0; i < prefixes.length; i++) {
            this.prefixes[i] = prefixes[i].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is personal data, not a credential. */
    boolean isPersonal() {
        return this == CARD || this == EMAIL;
    }

    /** Whether the byte can be the first one that is looked at. */
    boolean mayBegin(byte b) {
        return this == CARD ? b >= '2' && b <= '6' : b == first;
    }

    boolean begins(byte[] data, int at, int length) {
        if (at > 0 && isWord(data[at - 1])) {
            return false;
        }
        for (byte[] prefix : prefixes) {
            if (length - at >= prefix.length && startsWith(data, at, prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] data, int at, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (data[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where a value begins that has a mark at an index. @param from the value cannot begin before it */
    int start(byte[] data, int at, int from) {
        return at;
    }

    /** Where it ends; -1 if there is none. */
    abstract int end(byte[] data, int at, int length);

    private static int run(byte[] data, int from, int length, String further) {
        int at = from;
        while (at < length && (isAlphanumeric(data[at]) || further.indexOf(data[at]) >= 0)) {
            at++;
        }
        return at;
    }

    private static boolean isAlphanumeric(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
    }

    static boolean isWord(byte b) {
        return isAlphanumeric(b) || b == '_';
    }

    private static boolean isLocal(byte b) {
        return isAlphanumeric(b) || "._%+-".indexOf(b) >= 0;
    }

    private static boolean isUniform(byte[] data, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (data[i] != data[from]) {
                return false;
            }
        }
        return true;
    }
}
