package dev.steno.playbook;

import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameWriter;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Messages of WebSockets as short texts (RFC 6455). Stateless; reading blocks. */
final class WebSocketText {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3

    private WebSocketText() {}

    /** Returns what a server answers to a key (RFC 6455, 4.2.2). */
    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }

    static byte[] frame(byte[] text, boolean masked) {
        return new FrameWriter(masked).frame(true, Frame.TEXT, text);
    }

    /** Reads the next message of text or bytes; null at a Close or the end of the connection. */
    static @Nullable String read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        StringBuilder message = new StringBuilder();
        try {
            while (true) {
                int first = in.readUnsignedByte();
                int second = in.readUnsignedByte();
                long length = second & 0x7f;
                length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
                byte[] mask = (second & 0x80) == 0 ? new byte[4] : in.readNBytes(4);
                byte[] data = in.readNBytes(Math.toIntExact(length));
                for (int i = 0; i < data.length; i++) {
                    data[i] ^= mask[i & 3];
                }
                int opcode = first & 0x0f;
                if (opcode == Frame.CLOSE) {
                    return null;
                }
                if (opcode <= Frame.BINARY) {
                    message.append(new String(data, StandardCharsets.UTF_8));
                    if ((first & 0x80) != 0) {
                        return message.toString();
                    }
                }
            }
        } catch (EOFException | SocketException e) {
            return null;
        }
    }
}
