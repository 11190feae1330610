package dev.steno.net.tls;

import dev.steno.certs.KeyType;
import dev.steno.flow.Tls;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins the records that a client's first TLS message spans (RFC 8446, 5.1) until it is whole. Each byte is copied once and inspected
 * once, in however many pieces it arrives, so the work is linear in the bytes received. The bytes stay in their buffer for the
 * handshake. A browser's hello is one record of up to 2 KB; one of more than {@link #MOST_RECORDS} records or {@link #LONGEST} bytes
 * is too long, and the caller decides what happens then. For one connection, on its event loop.
 */
public final class ClientHelloReader {
    /**
     * Upper bound on the records that one hello may span; programs that hide the server name from observers send two
     * to ten.
     */
    public static final int MOST_RECORDS = 32;

    /** The longest hello in bytes, its head of four bytes included. */
    public static final int LONGEST = 64 * 1024;

    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;

    private byte[] message = {};
    private int filled;
    private int at; // number of bytes after the reader index that were inspected
    private int left; // bytes that the current record still lacks
    private int records;
    private boolean tooLong;

    /** Whether the hello exceeds a limit; it is not read further. */
    public boolean isTooLong() {
        return tooLong;
    }

    /**
     * Continues at the byte at which the previous call stopped.
     *
     * @param bytes all bytes received, from the first one on; only inspected
     * @return the facts of the hello; null until it is complete, or if it is too long
     * @throws IllegalArgumentException if the bytes are not a ClientHello
     */
    @Nullable
    public Tls read(ByteBuf bytes) {
        while (!tooLong && !isWhole() && at < bytes.readableBytes()) {
            if (left == 0) {
                if (bytes.readableBytes() - at < RECORD_HEAD) {
                    return null;
                }
                beginRecord(bytes, bytes.readerIndex() + at);
            } else {
                takeBytes(bytes);
            }
        }
        return tooLong || !isWhole() ? null : ClientHello.parse(message, MESSAGE_HEAD, length());
    }

    /** The types of server keys that the client accepts. Requires a complete hello. */
    public Set<KeyType> keys() {
        return ClientHello.keys(message, MESSAGE_HEAD, length());
    }

    private void beginRecord(ByteBuf bytes, int from) {
        left = bytes.getUnsignedShort(from + 3);
        if (bytes.getByte(from) != ClientHello.HANDSHAKE_RECORD || left == 0) {
            throw new IllegalArgumentException("not a TLS handshake record");
        }
        at += RECORD_HEAD;
        tooLong = ++records > MOST_RECORDS;
    }

    private void takeBytes(ByteBuf bytes) {
        int count = Math.min(left, Math.min(bytes.readableBytes() - at, LONGEST - filled));
        if (filled + count > message.length) {
            message = Arrays.copyOf(
                    message, Math.min(LONGEST, Math.max(Math.max(512, filled + count), 2 * message.length)));
        }
        bytes.getBytes(bytes.readerIndex() + at, message, filled, count);
        filled += count;
        at += count;
        left -= count;
        if (filled >= 1 && message[0] != ClientHello.CLIENT_HELLO) {
            throw new IllegalArgumentException("the first TLS message is not a ClientHello");
        }
        tooLong = filled >= MESSAGE_HEAD && MESSAGE_HEAD + length() > LONGEST;
    }

    private int length() {
        return (message[1] & 0xff) << 16 | (message[2] & 0xff) << 8 | message[3] & 0xff;
    }

    private boolean isWhole() {
        return filled >= MESSAGE_HEAD && filled >= MESSAGE_HEAD + length();
    }
}
