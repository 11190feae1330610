package dev.steno.net.channel;

import dev.steno.natives.MissingLibrary;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** The kind of sockets in use: epoll if its native library is available, otherwise the JDK's. Immutable. */
public record Transport(
        String name,
        IoHandlerFactory io,
        Class<? extends ServerChannel> server,
        Class<? extends SocketChannel> socket,
        Class<? extends DatagramChannel> datagram) {

    public static Transport best() {
        NettyMachineId.choose();
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
        if (linux && Epoll.isAvailable()) {
            return new Transport(
                    "epoll",
                    EpollRearmWorkaround.newFactory(),
                    EpollServerSocketChannel.class,
                    EpollSocketChannel.class,
                    EpollDatagramChannel.class);
        }
        if (linux) {
            LoggerFactory.getLogger(Transport.class)
                    .info(MissingLibrary.replaced(
                            "epoll", "sockets are the JDK's", Failures.text(Epoll.unavailabilityCause())));
        }
        return new Transport(
                "nio",
                NioIoHandler.newFactory(),
                NioServerSocketChannel.class,
                NioSocketChannel.class,
                NioDatagramChannel.class);
    }
}
