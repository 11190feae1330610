package dev.steno.exchange.body;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * An event stream into which people put events: each at the next border between two events of the server. Passes
 * everything on in its order. On the exchange's event loop.
 */
public final class InjectedEvents {
    /** Upper bound on the bytes of the events that wait for a border. */
    private static final int MOST = 1 << 20;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Owner to;
    private final EventBorders borders = new EventBorders();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private int queued; // bytes
    private long passed; // bytes, of the server's events and of injected ones
    private boolean begun; // something of the server's arrived

    /** An event that waits for a border. */
    private record Waiting(byte[] event, String by) {}

    /** The transfer of the response. On the event loop. */
    public interface Owner {
        /** Takes the next part of the stream. Takes ownership of the chunk. */
        void passEvents(Chunk chunk);

        /**
         * An event was passed on.
         *
         * @param at where it begins in the body that is sent
         */
        void injected(long at, int size, String by);

        /** The stream ended before a border, so that an event was not sent. */
        void notInjected(int size, String by);
    }

    public InjectedEvents(Owner to) {
        this.to = to;
    }

    /** Takes the next part of the body. Takes ownership of the chunk. */
    public void receive(Chunk chunk) {
        byte[] bytes = new byte[chunk.size()];
        chunk.copyTo(0, bytes, 0, bytes.length);
        boolean late = !begun && passed > 0; // a byte order mark counts at the begin of a stream only
        begun |= bytes.length > 0;
        if (late && startsWithMark(bytes)) {
            chunk.release();
            receiveRest(slice(bytes, MARK.length, bytes.length));
            return;
        }
        if (queue.isEmpty()) {
            borders.takeAll(bytes, 0);
            pass(chunk);
            return;
        }
        chunk.release();
        receiveRest(bytes);
    }

    private void receiveRest(byte[] bytes) {
        int from = 0;
        int border = queue.isEmpty() ? -1 : borders.takeToBorder(bytes, 0);
        if (border >= 0) {
            pass(Chunk.of(slice(bytes, 0, border)));
            passQueue();
            from = border;
        }
        if (border >= 0 || queue.isEmpty()) {
            borders.takeAll(bytes, from);
        }
        if (from < bytes.length) {
            pass(Chunk.of(slice(bytes, from, bytes.length)));
        }
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= MARK.length && bytes[0] == MARK[0] && bytes[1] == MARK[1] && bytes[2] == MARK[2];
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    private void pass(Chunk chunk) {
        passed += chunk.size();
        to.passEvents(chunk);
    }

    /**
     * Puts an event in at the next border: at once if the stream is at one. Returns false if too much waits already.
     *
     * @param event whole, with the blank line that ends it
     */
    public boolean inject(byte[] event, String by) {
        if (queued + event.length > MOST) {
            return false;
        }
        queue.add(new Waiting(event, by));
        queued += event.length;
        if (borders.isAtBorder()) {
            passQueue();
        }
        return true;
    }

    private void passQueue() {
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            queued -= next.event.length;
            long at = passed;
            pass(Chunk.of(next.event));
            to.injected(at, next.event.length, next.by);
        }
    }

    /** The stream has ended: what waits is not sent. */
    public void end() {
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            queued -= next.event.length;
            to.notInjected(next.event.length, next.by);
        }
    }
}
