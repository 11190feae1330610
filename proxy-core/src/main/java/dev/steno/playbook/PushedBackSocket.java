package dev.steno.playbook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;

/** A socket of which the first byte was read already. Used by the thread of its connection. */
final class PushedBackSocket extends Socket {
    private final Socket socket;
    private final InputStream in;

    PushedBackSocket(Socket socket, InputStream first) throws IOException {
        this.socket = socket;
        this.in = new SequenceInputStream(first, socket.getInputStream());
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public synchronized void close() throws IOException {
        socket.close();
    }
}
