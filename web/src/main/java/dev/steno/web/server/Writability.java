package dev.steno.web.server;

import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Lets the thread of a resource wait until a connection takes more bytes. Any thread. */
final class Writability {
    /** Wakes the threads that wait. */
    synchronized void changed() {
        notifyAll();
    }

    /**
     * Waits until a connection takes more. Never called on its event loop.
     *
     * @throws IOException if it is closed
     */
    synchronized void await(Channel channel) throws IOException {
        while (channel.isActive() && !channel.isWritable()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the server stops");
            }
        }
        if (!channel.isActive()) {
            throw new IOException("the client closed the connection");
        }
    }
}
