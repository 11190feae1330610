package dev.steno.bench.robust;

import java.util.Arrays;

/**
 * Responses that are a function of their number, so that each can be recognised and compared: a third with
 * Content-Length, a third chunked, a third without a body. One in seven is too large to be stored inline, and a few of
 * these have 2 MB.
 */
final class NumberedFlows {
    private NumberedFlows() {}

    /** Whether the response to a number is chunked. */
    static boolean isChunked(long number) {
        return number % 3 == 1;
    }

    /** The status of the response: 200, or one without a body. */
    static int status(long number) {
        return number % 3 == 2 && number % 2 == 0 ? 204 : 200;
    }

    /** The body of the response; empty for a third of the numbers. */
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

    /** Whether these bytes are the body of the response. */
    static boolean isBody(long number, byte[] bytes) {
        return Arrays.equals(body(number), bytes);
    }
}
