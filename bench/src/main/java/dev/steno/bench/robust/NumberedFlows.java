package dev.steno.bench.robust;

import java.util.Arrays;

/**
 * Responses by number, so that any of them can be told from all others and made anew to compare: a third of known length,
 * a third chunked, a third without a body; one in seven too large to be inline, and a few of these of 2 MB.
 */
final class NumberedFlows {
    private NumberedFlows() {}

    /** Whether the response to a number is sent in chunks. */
    static boolean isChunked(long number) {
        return number % 3 == 1;
    }

    /** Its status: one that allows no body, or 200. */
    static int status(long number) {
        return number % 3 == 2 && number % 2 == 0 ? 204 : 200;
    }

    /** Its body; empty for a third of them. */
    static byte[] body(long number) {
        if (number % 3 == 2) {
            return new byte[0];
        }
        byte[] text = ("response " + number + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int large = number % 301 == 0 ? 2_000_000 : 40_000;
        byte[] body = new byte[number % 7 == 0 ? large + (int) (number % 1000) : 200 + (int) (number % 2000)];
        for (int at = 0; at < body.length; at += text.length) {
            System.arraycopy(text, 0, body, at, Math.min(text.length, body.length - at));
        }
        return body;
    }

    /** Whether these bytes are its body. */
    static boolean isBody(long number, byte[] bytes) {
        return Arrays.equals(body(number), bytes);
    }
}
