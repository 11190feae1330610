package dev.steno.playbook;

import dev.steno.flow.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A connection of the client of plays to the proxy. Used by one thread at a time; blocks. */
final class PlayClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Transcript transcript;
    private Socket socket;

    PlayClient(Endpoint proxy, Transcript transcript) throws IOException {
        this.transcript = transcript;
        this.socket = new Socket(proxy.host(), proxy.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    Socket socket() {
        return socket;
    }

    /**
     * Asks for a tunnel.
     *
     * @return what the proxy answered if it is not 200; null if the tunnel is open
     * @throws IOException also if the proxy closed the connection
     */
    @Nullable
    PlayedMessage connect(String authority) throws IOException {
        send(("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        PlayedMessage answer = read(true);
        if (answer == null) {
            throw new IOException("the proxy closed the connection instead of opening a tunnel");
        }
        return answer.status() == 200 ? null : answer;
    }

    void tls(String host, X509Certificate ca) throws IOException {
        socket = PlayTls.client(socket, host, ca);
        transcript.add("client", "-- TLS with " + host);
    }

    void send(byte[] bytes) throws IOException {
        transcript.add("client ->", bytes);
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads a response; null if the proxy closed or reset the connection. */
    @Nullable
    PlayedMessage read(boolean toHead) throws IOException {
        InputStream in = socket.getInputStream();
        PlayedMessage message = HttpText.read(in, toHead);
        transcript.add("client <-", message == null ? "(connection closed)" : message.toString());
        return message;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
