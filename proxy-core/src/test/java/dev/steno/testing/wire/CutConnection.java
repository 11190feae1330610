package dev.steno.testing.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A relay beside the proxy that cuts what passes in one direction after some byte: the proxy reads what came before by itself.
 * For bytes that are not known beforehand, as those of TLS. What passes in the other direction passes as it comes.
 */
public final class CutConnection extends LoopbackRelay {
    private final boolean cutsFromAcceptor;
    private final AtomicInteger passed = new AtomicInteger();
    private volatile int cut;
    private volatile boolean resets;

    /** @param fromConnected whether it is what the target says that is cut, rather than what is said to it */
    public CutConnection(int target, boolean fromConnected) throws IOException {
        super(target);
        this.cutsFromAcceptor = !fromConnected;
        begin();
    }

    /** The next connection is cut after so many bytes. */
    public void cutAfter(int bytes) {
        cut = bytes;
        resets = false;
        passed.set(0);
    }

    /** The next connection is reset at both ends after so many bytes. */
    public void resetAfter(int bytes) {
        cutAfter(bytes);
        resets = true;
    }

    /** How many bytes passed in the direction that is cut, since it was last said where. */
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
