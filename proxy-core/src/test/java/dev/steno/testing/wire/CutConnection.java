package dev.steno.testing.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A relay next to the proxy that splits the data of one direction at a given offset: the proxy reads the bytes before
 * it separately. For data that is not known in advance, such as TLS records. The other direction is forwarded
 * unchanged.
 */
public final class CutConnection extends LoopbackRelay {
    private final boolean cutsFromAcceptor;
    private final AtomicInteger passed = new AtomicInteger();
    private volatile int cut;
    private volatile boolean resets;

    /** @param fromConnected whether data from the target is split; if not, data to the target */
    public CutConnection(int target, boolean fromConnected) throws IOException {
        super(target);
        this.cutsFromAcceptor = !fromConnected;
        begin();
    }

    /** Splits the data of the next connection after this number of bytes. */
    public void cutAfter(int bytes) {
        cut = bytes;
        resets = false;
        passed.set(0);
    }

    /** Resets both ends of the next connection after this number of bytes. */
    public void resetAfter(int bytes) {
        cutAfter(bytes);
        resets = true;
    }

    /**
     * Number of bytes forwarded in the split direction since the last call of {@link #cutAfter} or {@link #resetAfter}.
     */
    public int passed() {
        return passed.get();
    }

    @Override
    protected void forth(Socket one, Socket other) throws IOException {
        pass(one, other, cutsFromAcceptor);
    }

    @Override
    protected void back(Socket one, Socket other) throws IOException {
        pass(other, one, !cutsFromAcceptor);
    }

    private void pass(Socket from, Socket to, boolean cuts) throws IOException {
        InputStream in = from.getInputStream();
        byte[] bytes = new byte[64 * 1024];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            int before = cuts ? cut - passed.getAndAdd(count) : 0;
            if (before > 0 && before <= count) {
                to.getOutputStream().write(bytes, 0, before);
                if (resets) {
                    Chop.awaitRead(to);
                    reset(from);
                    reset(to);
                    return;
                }
                if (before < count) {
                    Chop.awaitRead(to);
                }
                to.getOutputStream().write(bytes, before, count - before);
            } else {
                to.getOutputStream().write(bytes, 0, count);
            }
        }
        to.shutdownOutput();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
