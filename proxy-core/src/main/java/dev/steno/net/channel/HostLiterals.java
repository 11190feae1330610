package dev.steno.net.channel;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hosts that need no look-up, as in browsers: IP addresses in all their forms, and localhost. Stateless; any thread. */
final class HostLiterals {
    private static final List<InetAddress> LOOPBACK = List.of(
            address("localhost", new byte[] {127, 0, 0, 1}),
            address("localhost", new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));

    private HostLiterals() {}

    /**
     * The addresses of a host; null if the host has to be looked up.
     *
     * @throws UnknownHostException if the host is written like an address and is not a valid one
     */
    static @Nullable List<InetAddress> addresses(String host) throws UnknownHostException {
        if (host.indexOf(':') >= 0) {
            return List.of(ipv6(host));
        }
        String name = withoutDot(host);
        if (isLocalhost(name)) {
            return LOOPBACK;
        }
        byte[] ipv4 = Ipv4HostParser.parse(name);
        return ipv4 == null ? null : List.of(address(host, ipv4));
    }

    /**
     * The name that the system is asked for: non-ASCII bytes are read as UTF-8 and converted to A-labels (RFC 5890, 2.3.2.1).
     *
     * @param host latin-1 characters that stand for bytes
     * @throws UnknownHostException if the name has no such form
     */
    static String ascii(String host) throws UnknownHostException {
        if (host.chars().allMatch(c -> c < 0x80)) {
            return host;
        }
        try {
            return IDN.toASCII(
                    new String(host.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                    IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw new UnknownHostException(host);
        }
    }

    static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** RFC 6761, 6.3. The system's resolver often knows {@code localhost} alone. */
    private static boolean isLocalhost(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }

    /** The zone follows a percent sign, which a URL encodes as {@code %25} (RFC 6874, 2). */
    private static InetAddress ipv6(String host) throws UnknownHostException {
        int zone = host.indexOf('%');
        String bare = zone < 0 ? host : host.substring(0, zone);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(bare);
        if (bytes == null) {
            throw new UnknownHostException(host);
        }
        return zone < 0
                ? InetAddress.getByAddress(host, bytes)
                : InetAddress.getByName(
                        bare + "%" + host.substring(host.startsWith("%25", zone) ? zone + 3 : zone + 1));
    }

    private static InetAddress address(String host, byte[] bytes) {
        try {
            return InetAddress.getByAddress(host, bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not the length of an address: " + bytes.length, e);
        }
    }
}
