package dev.steno.testing.http1;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One end of a connection, which keeps all bytes that it reads. Texts are latin-1. */
public final class Wiretap implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final Tap in;

    public Wiretap(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new Tap(socket);
    }

    public Socket socket() {
        return socket;
    }

    public InputStream in() {
        return in;
    }

    public byte[] receivedBytes() {
        synchronized (in.all) {
            return in.all.toByteArray();
        }
    }

    public String received() {
        return new String(receivedBytes(), StandardCharsets.ISO_8859_1);
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream(); // once: what is sent may end the connection
        out.write(bytes);
        out.flush();
    }

    /** Reads the next head, including its empty line; null at the end of the connection. */
    @Nullable
    public String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 4) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.write(b);
            ending = b == (ending % 2 == 0 ? '\r' : '\n') ? ending + 1 : b == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads the next request to the end of its body and returns its head; null at the end of the connection. */
    @Nullable
    public String readRequest() throws IOException {
        String head = readHead();
        if (head != null) {
            readBodyOf(head);
        }
        return head;
    }

    /** Reads the next request with its body. */
    public HttpAnswer readWholeRequest() throws IOException {
        String head = readHead();
        if (head == null) {
            throw new IOException("the connection ended before a request");
        }
        return readBodyOf(head);
    }

    /** Reads the body that follows this head; returns both as a request. */
    public HttpAnswer readBodyOf(String head) throws IOException {
        MessageBody body = MessageBody.of(Head.parse(head), in);
        return new HttpAnswer(head, body.readAllBytes(), body.trailers());
    }

    /** Reads the next response with its body. */
    public HttpAnswer readResponse(boolean toHead) throws IOException {
        String head = readHead();
        if (head == null) {
            throw new IOException("the connection ended before a response; received: <" + received() + ">");
        }
        HttpAnswer bare = new HttpAnswer(head, new byte[0], "");
        int status = bare.status();
        if (toHead || status < 200 || status == 204 || status == 304) {
            return bare;
        }
        boolean framed =
                bare.field("Content-Length") != null || "chunked".equalsIgnoreCase(bare.field("Transfer-Encoding"));
        return framed ? readBodyOf(head) : new HttpAnswer(head, in.readAllBytes(), "");
    }

    public String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ended within a line");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    public byte[] readExactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the connection ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    public String readText(int count) throws IOException {
        return new String(readExactly(count), StandardCharsets.ISO_8859_1);
    }

    /** Reads all bytes until the peer ends its side. */
    public String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Waits until the peer has closed or reset the connection. */
    public void awaitEnd() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A reset ends the connection too.
        }
    }

    /** Half-closes the connection: nothing more can be sent, but reading continues. */
    public void shutOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class Tap extends FilterInputStream {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final Socket socket;

        public Tap(Socket socket) {
            super(InputStream.nullInputStream());
            this.socket = socket;
        }

        private InputStream source() throws IOException {
            if (socket.isClosed()) {
                throw new SocketException("closed");
            }
            return socket.getInputStream();
        }

        @Override
        public int read() throws IOException {
            int b = source().read();
            if (b >= 0) {
                synchronized (all) {
                    all.write(b);
                }
            }
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = source().read(target, offset, length);
            if (count > 0) {
                synchronized (all) {
                    all.write(target, offset, count);
                }
            }
            return count;
        }
    }
}
