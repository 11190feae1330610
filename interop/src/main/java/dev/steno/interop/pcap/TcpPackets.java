package dev.steno.interop.pcap;

import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, made up around data: the three-way handshake, segments with right sequence numbers and checksums, and
 * an orderly end (RFC 9293). For one thread.
 */
final class TcpPackets {
    /** Upper bound on the data of a segment, so that an IP packet stays below 64 KiB. */
    static final int SEGMENT = 65_000;

    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int PSH = 8;
    private static final int ACK = 16;
    private static final int TCP = 6;
    private static final int WINDOW = 65_535;

    private final PcapWriter out;
    private final End client;
    private final End server;
    private long time;
    private String comment;

    /** One end of the connection. */
    private static final class End {
        private final byte[] address;
        private final int port;
        private int next;

        End(byte[] address, int port, int next) {
            this.address = address;
            this.port = port;
            this.next = next;
        }
    }

    /**
     * @param number distinguishes unknown addresses and ports
     * @param comment of the first packet
     */
    TcpPackets(
            PcapWriter out,
            @Nullable Endpoint from,
            @Nullable Endpoint to,
            int serverPort,
            long number,
            long time,
            String comment) {
        byte[] source = address(from);
        byte[] target = address(to);
        boolean six = source != null && source.length == 16 || target != null && target.length == 16;
        this.out = out;
        int port = from != null && from.port() > 0 ? from.port() : 20_000 + (int) (number % 40_000);
        this.client = new End(fitting(source, six, number, 1), port, 1);
        this.server = new End(fitting(target, six, number, 129), serverPort, 1);
        this.time = time;
        this.comment = comment;
    }

    /** Returns the bytes of an address; null if the host is a name. */
    private static byte @Nullable [] address(@Nullable Endpoint endpoint) {
        if (endpoint == null || !endpoint.host().matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return null;
        }
        try {
            return InetAddress.getByName(endpoint.host()).getAddress(); // a literal is not looked up
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Both ends need one version of IP; what is unknown becomes an address for documentation (RFC 5737, RFC 3849). */
    private static byte[] fitting(byte @Nullable [] known, boolean six, long number, int base) {
        if (known != null && (known.length == 16) == six) {
            return known;
        }
        int last = base + (int) (number % 120);
        if (!six) {
            return new byte[] {(byte) 192, 0, 2, (byte) last};
        }
        byte[] address = new byte[16];
        ByteBuffer.wrap(address).putInt(0x20010DB8);
        address[15] = (byte) last;
        return address;
    }

    void open() throws IOException {
        send(client, server, SYN, new byte[0], 0, 0);
        client.next++;
        send(server, client, SYN | ACK, new byte[0], 0, 0);
        server.next++;
        send(client, server, ACK, new byte[0], 0, 0);
    }

    /** Moves the clock forward; it never goes back. */
    void at(long nanos) {
        time = Math.max(time, nanos);
    }

    void data(Direction direction, byte[] data, int length) throws IOException {
        End from = direction == Direction.CLIENT_TO_SERVER ? client : server;
        End to = from == client ? server : client;
        for (int offset = 0; offset < length; offset += SEGMENT) {
            int n = Math.min(SEGMENT, length - offset);
            send(from, to, PSH | ACK, data, offset, n);
            from.next += n;
            send(to, from, ACK, new byte[0], 0, 0);
        }
    }

    void close() throws IOException {
        send(server, client, FIN | ACK, new byte[0], 0, 0);
        server.next++;
        send(client, server, FIN | ACK, new byte[0], 0, 0);
        client.next++;
        send(server, client, ACK, new byte[0], 0, 0);
    }

    private void send(End from, End to, int flags, byte[] data, int offset, int length) throws IOException {
        boolean six = from.address.length == 16;
        int head = six ? 40 : 20;
        ByteBuffer packet = ByteBuffer.allocate(head + 20 + length);
        if (six) {
            packet.putInt(6 << 28)
                    .putShort((short) (20 + length))
                    .put((byte) TCP)
                    .put((byte) 64);
        } else {
            packet.put((byte) 0x45)
                    .put((byte) 0)
                    .putShort((short) (40 + length))
                    .putInt(0);
            packet.put((byte) 64).put((byte) TCP).putShort((short) 0);
        }
        packet.put(from.address).put(to.address);
        if (!six) {
            packet.putShort(10, checksum(packet.array(), 0, 20, 0));
        }
        packet.putShort((short) from.port).putShort((short) to.port).putInt(from.next);
        packet.putInt((flags & ACK) == 0 ? 0 : to.next);
        packet.put((byte) 0x50).put((byte) flags).putShort((short) WINDOW).putInt(0);
        packet.put(data, offset, length);
        packet.putShort(head + 16, checksum(packet.array(), head, 20 + length, pseudo(from, to, 20 + length)));
        out.packet(time, packet.array(), comment);
        comment = "";
    }

    /** The sum of the pseudo-header (RFC 9293, 3.1). */
    private static long pseudo(End from, End to, int length) {
        return sum(from.address, 0, from.address.length) + sum(to.address, 0, to.address.length) + TCP + length;
    }

    private static long sum(byte[] of, int offset, int length) {
        long sum = 0;
        for (int i = 0; i < length; i += 2) {
            int high = (of[offset + i] & 0xFF) << 8;
            sum += high | (i + 1 < length ? of[offset + i + 1] & 0xFF : 0);
        }
        return sum;
    }

    private static short checksum(byte[] of, int offset, int length, long more) {
        long sum = sum(of, offset, length) + more;
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
