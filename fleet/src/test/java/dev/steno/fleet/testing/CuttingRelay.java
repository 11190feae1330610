package dev.steno.fleet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A relay on loopback in front of a server, which cuts connections after a number of bytes of both directions, or stops to
 * pass bytes without a close, as a network does that vanishes. Thread-safe; close it.
 */
public final class CuttingRelay implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong cuts = new AtomicLong();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean refusing;
    private volatile boolean vanishing;
    private volatile int generation;

    /** @param target a port on loopback */
    public CuttingRelay(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "cutting relay");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Cuts all connections after so many more bytes, once; bytes before them have passed. */
    public void cutAfter(long bytes) {
        left.set(bytes);
    }

    /** As {@link #vanish}, after so many more bytes. */
    public void vanishAfter(long bytes) {
        vanishing = true;
        left.set(bytes);
    }

    /** How often connections were cut. */
    public long cuts() {
        return cuts.get();
    }

    /** From now on, connections that exist pass nothing, and nobody is told; new ones pass bytes. */
    public synchronized void vanish() {
        sockets.clear(); // they stay open until the test ends
        generation++;
    }

    /** Whether connections are closed as soon as they are made. */
    public void refuse(boolean now) {
        refusing = now;
        if (now) {
            cut();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket();
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                int mine = generation;
                synchronized (this) {
                    sockets.add(client);
                    sockets.add(server);
                }
                thread(() -> pass(client, server, mine));
                thread(() -> pass(server, client, mine));
            }
        } catch (IOException closed) {
            // the test ended
        }
    }

    private void pass(Socket from, Socket to, int mine) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (mine != generation) {
                    continue;
                }
                long before = left.getAndAdd(-count);
                if (before < count && vanishing) {
                    vanishing = false;
                    left.set(Long.MAX_VALUE);
                    vanish();
                    continue;
                }
                if (before < count) {
                    if (before >= 0) {
                        out.write(buffer, 0, (int) before);
                        out.flush();
                        left.set(Long.MAX_VALUE);
                        cut();
                    }
                    return;
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // the other end closed, or it was cut
        }
    }

    private synchronized void cut() {
        cuts.incrementAndGet();
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
