package dev.steno.net.tls;

import dev.steno.net.channel.Failures;
import dev.steno.net.channel.OwnerOnlyFile;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.internal.tcnative.SSLContext;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the secrets of TLS connections, a line each, to a file that packet analysers read
 * (https://www.ietf.org/archive/id/draft-ietf-tls-keylogfile-02.html). Event loops only queue a line; the thread
 * {@code key-log} appends it. Only the file's owner can read it. A line that cannot be queued is dropped; the first is logged.
 */
final class KeyLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyLog.class);

    /** Upper bound on queued lines: a few megabytes, reached only if the file is written too slowly. */
    private static final int WAITING = 20_000;

    private static final byte[] END = new byte[0];

    private final Path path;
    private final FileChannel file;
    private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::write, "key-log");

    private KeyLog(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens a file for appending; creates it if it does not exist.
     *
     * @throws IOException if it cannot be written; the message says so
     */
    static KeyLog open(Path path) throws IOException {
        try {
            FileChannel file = OwnerOnlyFile.append(path, "SSLKEYLOGFILE");
            return new KeyLog(path, file);
        } catch (IOException e) {
            throw new IOException(
                    "SSLKEYLOGFILE names " + path + ", which cannot be written (" + Failures.text(e)
                            + "); name another file, or unset it",
                    e);
        }
    }

    /** Logs the connections of a context from now on. The JDK's engine does not expose its secrets. */
    void follow(SslContext context) {
        try {
            if (context instanceof ReferenceCountedOpenSslContext) {
                SSLContext.setKeyLogCallback(handle(context), (connection, line) -> queueLine(line));
                return;
            }
            LOG.warn("SSLKEYLOGFILE has no effect: the JDK's TLS engine, which is in use, does not expose its secrets");
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            LOG.warn("SSLKEYLOGFILE has no effect with this version of Netty: {}", e.toString());
        }
    }

    /**
     * The native library's handle of a context, read from a field that Netty does not expose: the callback
     * (https://github.com/netty/netty-tcnative/pull/861) takes this handle, and no option of a context sets it. Netty's
     * {@code SslMasterKeyHandler} fails with TLS 1.3 (https://github.com/netty/netty/issues/10957, open, 4.2.18). This can go when
     * a context of Netty has an option for the callback.
     */
    private static long handle(SslContext context) throws ReflectiveOperationException {
        Field handle = ReferenceCountedOpenSslContext.class.getDeclaredField("ctx");
        handle.setAccessible(true);
        return handle.getLong(context);
    }

    /** Queues a line. Any thread; never blocks. */
    void queueLine(byte[] line) {
        if (!lines.offer(line) && lost.getAndIncrement() == 0) {
            LOG.warn(
                    "TLS secrets are missing from {}: it is written too slowly, and the queue of {} lines is full",
                    path,
                    WAITING);
        }
    }

    private void write() {
        try {
            for (byte[] line = lines.take(); line != END; line = lines.take()) {
                ByteBuffer whole = ByteBuffer.allocate(line.length + 1)
                        .put(line)
                        .put((byte) '\n')
                        .flip();
                while (whole.hasRemaining()) { // usually one call, so that lines of other programs stay whole
                    file.write(whole);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("TLS secrets are no longer written to {}: {}", path, Failures.text(e));
        }
    }

    /** Writes the queued lines, for at most two seconds, and closes the file. Blocks. */
    @Override
    public void close() {
        lines.offer(END);
        try {
            thread.join(2_000);
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("{} cannot be closed: {}", path, Failures.text(e));
        }
    }
}
