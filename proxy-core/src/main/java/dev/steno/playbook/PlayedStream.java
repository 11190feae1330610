package dev.steno.playbook;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket, or a tunnel with a protocol of its own, that is open on both sides. What a side expects is compared with
 * the next message, or in a tunnel with the next bytes. Used by the thread of the test; waits at most 20 seconds.
 */
public final class PlayedStream implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final PlayClient client;
    private final boolean webSocket;
    private final Transcript transcript;
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Socket server;

    PlayedStream(PlayClient client, boolean webSocket, Transcript transcript) {
        this.client = client;
        this.webSocket = webSocket;
        this.transcript = transcript;
    }

    /** Takes the server's end, and keeps it open. On the server's thread. */
    void serverAccepted(Socket socket) {
        accepted.add(socket);
    }

    /** Waits until the stream is closed. On the server's thread, which closes the connection then. */
    void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a message of text as the client. */
    public PlayedStream clientSends(String text) throws IOException {
        send("client ->", client.socket(), text, true);
        return this;
    }

    /** Sends a message of text as the server. */
    public PlayedStream serverSends(String text) throws IOException {
        send("server ->", server(), text, false);
        return this;
    }

    /**
     * Expects the next message at the server.
     *
     * @throws AssertionError if it is another one, or the stream ended; the message has the transcript
     */
    public PlayedStream serverReceives(String text) throws IOException {
        expect("server <-", server(), text);
        return this;
    }

    /**
     * Expects the next message at the client.
     *
     * @throws AssertionError if it is another one, or the stream ended; the message has the transcript
     */
    public PlayedStream clientReceives(String text) throws IOException {
        expect("client <-", client.socket(), text);
        return this;
    }

    /**
     * Expects that the proxy ended the client's stream.
     *
     * @throws AssertionError if the client received something instead; the message has the transcript
     */
    public PlayedStream clientIsClosed() throws IOException {
        String got = next(client.socket(), 1);
        if (got != null) {
            throw transcript.failure("the client received \"" + got + "\" instead of the end of the stream", 0);
        }
        return this;
    }

    private void send(String who, Socket socket, String text, boolean masked) throws IOException {
        transcript.add(who, text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(webSocket ? WebSocketText.frame(bytes, masked) : bytes);
        socket.getOutputStream().flush();
    }

    private void expect(String who, Socket socket, String text) throws IOException {
        String got = next(socket, text.getBytes(StandardCharsets.UTF_8).length);
        transcript.add(who, got == null ? "(end)" : got);
        if (!text.equals(got)) {
            throw transcript.failure(
                    "expected \"" + text + "\" (" + who + "), not " + (got == null ? "the end" : "\"" + got + "\""), 0);
        }
    }

    /** Returns the next message, or the next bytes of a tunnel; null at the end of the stream. */
    private @Nullable String next(Socket socket, int length) throws IOException {
        if (webSocket) {
            return WebSocketText.read(socket.getInputStream());
        }
        byte[] bytes = socket.getInputStream().readNBytes(length);
        return bytes.length == 0 && length > 0 ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private Socket server() {
        if (server == null) {
            try {
                server = accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (server == null) {
                throw transcript.failure("the proxy did not connect to the server", 0);
            }
        }
        return server;
    }

    /** Returns the transcript. */
    @Override
    public String toString() {
        return transcript.toString();
    }

    /** Closes both ends. */
    @Override
    public void close() throws IOException {
        client.close();
        closed.countDown();
    }
}
