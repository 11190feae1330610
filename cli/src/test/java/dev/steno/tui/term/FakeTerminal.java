package dev.steno.tui.term;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;

/** A terminal whose user and whose screen are byte streams. Its output may be read by any thread. */
public final class FakeTerminal implements AutoCloseable {
    private final PipedOutputStream user = new PipedOutputStream();
    private final Screen screen = new Screen();
    private final Terminal terminal;
    private final TerminalWindow window;

    /** The bytes that arrived; writers wait while it takes none. */
    private static final class Screen extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean stopped;
        private volatile boolean waiting;

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] from, int start, int length) {
            try {
                if (stopped) {
                    waiting = true;
                    released.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (bytes) {
                bytes.write(from, start, length);
            }
        }

        String text() {
            synchronized (bytes) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }

    /** @param type its name in the database of terminals, such as {@code xterm-256color} */
    public FakeTerminal(String type, int width, int height, Map<String, String> environment) throws IOException {
        terminal = new ExternalTerminal("fake", type, new PipedInputStream(user, 4096), screen, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(width, height));
        window = TerminalWindow.on(terminal, screen, environment);
    }

    /** Returns what draws on it. */
    public TerminalWindow window() {
        return window;
    }

    /** Types what a user, or the terminal itself, sends. */
    public FakeTerminal send(String keys) throws IOException {
        user.write(keys.getBytes(StandardCharsets.UTF_8));
        user.flush();
        return this;
    }

    /** Ends the input. */
    public void hangUp() throws IOException {
        user.close();
    }

    /** Changes its size. */
    public void resize(int width, int height) {
        terminal.setSize(Size.of(width, height));
    }

    /** Takes output again. */
    public void continueOutput() {
        screen.stopped = false;
        screen.released.countDown();
    }

    /** Takes no more output until it is closed or continued, as after Ctrl-S. */
    public void stopOutput() {
        screen.stopped = true;
    }

    /** Whether something is to be written that it does not take. */
    public boolean hasWaitingOutput() {
        return screen.waiting;
    }

    /** Returns all that was written to it. */
    public String output() {
        return screen.text();
    }

    @Override
    public void close() throws IOException {
        continueOutput();
        window.close();
        user.close();
    }
}
