package dev.steno.mock.answer;

/** Counts the messages of a gRPC stream, each of which follows five bytes with its length. One thread. */
final class GrpcMessages {
    private static final int PREFIX = 5; // flags, and the length as four bytes

    private long left; // bytes of the message
    private int prefix; // bytes of the next message's prefix that have passed
    private int length;
    private long complete;

    /** Takes the bytes that follow those before. */
    void put(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (left > 0) {
                int passed = (int) Math.min(left, to - at);
                at += passed;
                left -= passed;
                complete += left == 0 ? 1 : 0;
                continue;
            }
            length = prefix == 0 ? 0 : length << Byte.SIZE | bytes[at] & 0xff;
            at++;
            if (++prefix == PREFIX) {
                prefix = 0;
                left = length & 0xffffffffL;
                complete += left == 0 ? 1 : 0;
            }
        }
    }

    /** Returns how many have passed whole. */
    long complete() {
        return complete;
    }
}
