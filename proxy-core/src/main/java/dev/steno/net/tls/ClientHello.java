package dev.steno.net.tls;

import dev.steno.certs.KeyType;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.channel.Addresses;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses a ClientHello (RFC 8446, 4.1.2): the server name, the offered application protocols, the types of extensions.
 * Stateless.
 */
public final class ClientHello {
    public static final int HANDSHAKE_RECORD = 22;
    static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;

    /** Upper bound on recorded extension types; more than ten times as many as any client sends. */
    static final int MOST_EXTENSIONS = 300;

    /** Upper bound on the application protocols of one hello; a hello with more is malformed. */
    static final int MOST_PROTOCOLS = 100;

    /** The longest name of a server (RFC 1035, 2.3.4). */
    static final int LONGEST_NAME = 255;

    private ClientHello() {}

    /** Whether the first bytes are those of a TLS handshake; needs three. */
    public static boolean startsTls(ByteBuf bytes) {
        int at = bytes.readerIndex();
        return bytes.getByte(at) == HANDSHAKE_RECORD && bytes.getByte(at + 1) == 3 && bytes.getByte(at + 2) <= 4;
    }

    /**
     * The facts of a complete hello.
     *
     * @param message contains the hello, without the head of the handshake message
     * @param from the offset of its first byte
     * @throws IllegalArgumentException if the bytes are not a ClientHello
     */
    static Tls parse(byte[] message, int from, int length) {
        try {
            return hello(Unpooled.wrappedBuffer(message, from, length));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the ClientHello is malformed", e);
        }
    }

    /**
     * The types of server keys that the client accepts: all of them if the hello does not say, accepts none, or is malformed in this
     * respect, which then fails the handshake.
     */
    static Set<KeyType> keys(byte[] message, int from, int length) {
        try {
            return ClientKeyTypes.of(Unpooled.wrappedBuffer(message, from, length));
        } catch (IndexOutOfBoundsException e) {
            return EnumSet.allOf(KeyType.class);
        }
    }

    /** Whether a certificate can be made for this server name; some clients append a port to it. */
    public static boolean isName(@Nullable String sni) {
        return sni != null && sni.indexOf(':') < 0 && Addresses.parse(sni, Endpoint.HTTPS_PORT) != null;
    }

    /** The server name if it is one, in the sense of {@link #isName}, otherwise the given one. */
    public static String nameOr(@Nullable String sni, String other) {
        return sni != null && isName(sni) ? sni : other;
    }

    private static Tls hello(ByteBuf hello) {
        hello.skipBytes(2 + 32);
        hello.skipBytes(hello.readUnsignedByte());
        hello.skipBytes(hello.readUnsignedShort());
        hello.skipBytes(hello.readUnsignedByte());
        String name = null;
        List<String> protocols = List.of();
        List<Integer> types = new ArrayList<>();
        if (hello.isReadable()) {
            ByteBuf extensions = hello.readSlice(hello.readUnsignedShort());
            while (extensions.isReadable()) {
                int type = extensions.readUnsignedShort();
                ByteBuf data = extensions.readSlice(extensions.readUnsignedShort());
                if (types.size() < MOST_EXTENSIONS) {
                    types.add(type);
                }
                if (type == SERVER_NAME) {
                    name = serverName(data);
                } else if (type == ALPN) {
                    protocols = protocols(data);
                }
            }
        }
        return new Tls(Times.UNSET, null, null, name, null, protocols, types, List.of(), null);
    }

    /** RFC 6066, 3. */
    private static @Nullable String serverName(ByteBuf data) {
        ByteBuf names = data.readSlice(data.readUnsignedShort());
        while (names.isReadable()) {
            int type = names.readUnsignedByte();
            String name = string(names.readSlice(names.readUnsignedShort()));
            if (type == 0 && name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("the server name is longer than " + LONGEST_NAME + " bytes");
            }
            if (type == 0 && !name.isEmpty()) {
                return name;
            }
        }
        return null;
    }

    /** RFC 7301, 3.1. */
    private static List<String> protocols(ByteBuf data) {
        List<String> protocols = new ArrayList<>();
        ByteBuf list = data.readSlice(data.readUnsignedShort());
        while (list.isReadable()) {
            if (protocols.size() == MOST_PROTOCOLS) {
                throw new IllegalArgumentException(
                        "more than " + MOST_PROTOCOLS + " application protocols are offered");
            }
            protocols.add(string(list.readSlice(list.readUnsignedByte())));
        }
        return protocols;
    }

    private static String string(ByteBuf bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
