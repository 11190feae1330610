package dev.steno.net.channel;

import dev.steno.flow.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The destination of a connection before the kernel redirected it to the listener (netfilter's REDIRECT and DNAT), read by the
 * socket option SO_ORIGINAL_DST. Linux only; elsewhere it is always empty. On the channel's event loop.
 */
public final class OriginalDestination {
    private static final int SOL_IP = 0;
    private static final int SOL_IPV6 = 41;
    private static final int SO_ORIGINAL_DST = 80;

    /** A sockaddr_in: family, port, address, padding. */
    private static final RawUnixChannelOption IPV4 =
            new RawUnixChannelOption("SO_ORIGINAL_DST", SOL_IP, SO_ORIGINAL_DST, 16);

    /** A sockaddr_in6: family, port, flow label, address, scope. */
    private static final RawUnixChannelOption IPV6 =
            new RawUnixChannelOption("IP6T_SO_ORIGINAL_DST", SOL_IPV6, SO_ORIGINAL_DST, 28);

    private OriginalDestination() {}

    /** Empty if the connection was not redirected, or if the platform does not support the option. */
    public static Optional<Endpoint> of(Channel channel) {
        if (!(channel instanceof EpollSocketChannel socket)) {
            return Optional.empty();
        }
        InetSocketAddress local = socket.localAddress();
        boolean six = local.getAddress() instanceof Inet6Address;
        Endpoint listener = Addresses.of(local);
        return read(socket, six ? IPV6 : IPV4, six)
                .or(() -> six ? read(socket, IPV4, false) : Optional.empty())
                .filter(target -> !target.equals(listener));
    }

    private static Optional<Endpoint> read(EpollSocketChannel socket, RawUnixChannelOption option, boolean six) {
        try {
            ByteBuffer address = socket.config().getOption(option);
            if (address == null) {
                return Optional.empty();
            }
            byte[] bytes = new byte[option.length()];
            address.duplicate().get(bytes);
            int port = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
            byte[] ip = six ? Arrays.copyOfRange(bytes, 8, 24) : Arrays.copyOfRange(bytes, 4, 8);
            return port == 0 ? Optional.empty() : Optional.of(new Endpoint(NetUtil.bytesToIpAddress(ip), port));
        } catch (ChannelException e) {
            return Optional.empty(); // the kernel's connection table has no entry
        }
    }
}
