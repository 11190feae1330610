package dev.steno.net;

import dev.steno.net.channel.Failures;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager that started this process, such as systemd, the state of the process, by datagrams to a Unix
 * socket (sd_notify(3)). The JDK has Unix sockets for streams only (JEP 380). Any thread.
 */
public final class ServiceNotifier {
    private static final String VARIABLE = "NOTIFY_SOCKET";

    private final String address;

    private ServiceNotifier(String address) {
        this.address = address;
    }

    /** Returns the notifier; null if no service manager waits for messages. */
    public static @Nullable ServiceNotifier ofThisProcess() {
        String address = System.getenv(VARIABLE);
        return address == null || address.isEmpty() ? null : new ServiceNotifier(address);
    }

    /**
     * Sends assignments, one a line, such as {@code READY=1}.
     *
     * @throws IOException if the system has no such sockets, or the manager does not read from its socket
     */
    public void send(String assignments) throws IOException {
        if (!Epoll.isAvailable()) {
            throw failure("this needs Linux and Netty's native transport", null);
        }
        try {
            sendDatagram(assignments);
        } catch (IOException e) {
            throw failure(e instanceof FileNotFoundException ? "there is no such socket" : Failures.text(e), e);
        }
    }

    private IOException failure(String why, @Nullable Exception cause) {
        return new IOException("cannot notify the service manager at " + VARIABLE + "=" + address + ": " + why, cause);
    }

    private void sendDatagram(String assignments) throws IOException {
        byte[] path = address.getBytes(StandardCharsets.UTF_8);
        if (path[0] == '@') {
            path[0] = 0; // an abstract socket (unix(7))
        }
        byte[] text = assignments.getBytes(StandardCharsets.UTF_8);
        ByteBuffer data = ByteBuffer.allocateDirect(text.length).put(text).flip();
        Socket socket = Socket.newSocketDomainDgram();
        try {
            socket.sendToDomainSocket(data, 0, text.length, path);
        } finally {
            socket.close();
        }
    }
}
