package dev.steno.testing.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Builds ClientHello messages, and the TLS records that carry them (RFC 8446, 5.1). */
public final class Hellos {
    private static final int RECORD_HEAD = 5;

    private Hellos() {}

    /** A ClientHello with the SNI {@code localhost} that offers protocols by ALPN; their names determine its length. */
    public static byte[] message(String... protocols) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            SSLEngine engine = context.createSSLEngine("localhost", 443);
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(java.util.List.of(new javax.net.ssl.SNIHostName("localhost")));
            parameters.setApplicationProtocols(protocols);
            engine.setSSLParameters(parameters);
            ByteBuffer out = ByteBuffer.allocate(64 * 1024);
            engine.wrap(ByteBuffer.allocate(0), out);
            return Arrays.copyOfRange(out.array(), RECORD_HEAD, out.position());
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A ClientHello of about the length that browsers send since they offer post-quantum key shares. */
    public static byte[] large() {
        return message(
                IntStream.range(0, 6).mapToObj(i -> "p" + i + "x".repeat(230)).toArray(String[]::new));
    }

    /** Splits a message into TLS records of {@code size} bytes each. */
    public static byte[] records(byte[] message, int size) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < message.length; at += size) {
            int length = Math.min(size, message.length - at);
            all.write(22);
            all.write(3);
            all.write(1);
            all.write(length >> 8);
            all.write(length);
            all.write(message, at, length);
        }
        return all.toByteArray();
    }

    /** The first {@code sent} bytes of a ClientHello that claims a length of 60,000 bytes. */
    public static byte[] endless(int sent) {
        byte[] message = new byte[sent];
        message[0] = 1;
        message[2] = (byte) (60_000 >> 8);
        message[3] = (byte) 60_000;
        return message;
    }
}
