package dev.steno.net.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Precedes the TLS handler during a handshake and remembers an alert received in plaintext (RFC 8446, 6.2). Clients on OpenSSL
 * reject a certificate that way, while the engine expects ciphertext and reports only a bad record. Confined to the event loop.
 */
public final class PlaintextAlertHandler extends ChannelInboundHandlerAdapter {
    private static final int RECORD_HEADER = 5;
    private static final int ALERT = 21;
    private int description = -1;

    /** Whether the client sent an alert that rejects the certificate. */
    public boolean refusesCertificate() {
        return refusesCertificate(description);
    }

    /** Whether an alert rejects the certificate, by its number (RFC 8446, 6.2). */
    public static boolean refusesCertificate(int description) {
        return switch (description) {
            case 42, 43, 44, 45, 46, 48 ->
                true; // bad, unsupported, revoked, expired or unknown certificate, unknown CA
            default -> false;
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            look(bytes);
        }
        context.fireChannelRead(message);
    }

    /** Walks the records of one read; a record that began in an earlier read is not followed. */
    private void look(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (bytes.writerIndex() - at > RECORD_HEADER + 1) {
            int length = bytes.getUnsignedShort(at + 3);
            if (bytes.getByte(at) == ALERT && length == 2) {
                description = bytes.getUnsignedByte(at + RECORD_HEADER + 1);
                return;
            }
            at += RECORD_HEADER + length;
        }
    }
}
