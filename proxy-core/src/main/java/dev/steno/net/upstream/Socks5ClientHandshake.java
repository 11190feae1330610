package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.Failures;
import dev.steno.net.mode.Credentials;
import dev.steno.net.mode.NextProxy;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the next proxy for a tunnel by SOCKS5 (RFC 1928, RFC 1929). The proxy resolves host names. Confined to the
 * connection's event loop.
 */
final class Socks5ClientHandshake extends NextProxyHandshake {
    private static final int VERSION = 5;
    private static final int PASSWORD = 2;

    private enum Step {
        METHOD,
        PASSWORD,
        REPLY
    }

    private Step step = Step.METHOD;

    Socks5ClientHandshake(
            NextProxy proxy, Endpoint target, long patienceMillis, Consumer<Failures.@Nullable Failure> done) {
        super(proxy, target, patienceMillis, done);
    }

    @Override
    void sendGreeting() {
        send(
                proxy.credentials() == null
                        ? buffer().writeByte(VERSION).writeByte(1).writeByte(0)
                        : buffer().writeByte(VERSION).writeByte(2).writeByte(0).writeByte(PASSWORD));
    }

    @Override
    void readReply(ByteBuf bytes) {
        if (step == Step.METHOD && bytes.readableBytes() >= 2) {
            boolean socks = bytes.readUnsignedByte() == VERSION;
            int method = bytes.readUnsignedByte();
            if (!socks) {
                fail(502, "did not answer in SOCKS5 (RFC 1928, 3)");
            } else if (method == PASSWORD && proxy.credentials() != null) {
                sendCredentials(proxy.credentials());
            } else if (method == 0) {
                sendRequest();
            } else {
                fail(
                        502,
                        "requires credentials; give them by --upstream-auth user:password, or in its URL: "
                                + "upstream:socks5://user:password@host:port/");
            }
        }
        if (step == Step.PASSWORD && bytes.readableBytes() >= 2) {
            bytes.skipBytes(1);
            if (bytes.readUnsignedByte() == 0) {
                sendRequest();
            } else {
                fail(502, "rejected the credentials");
            }
        }
        if (step == Step.REPLY) {
            readConnectReply(bytes);
        }
    }

    private void sendCredentials(Credentials credentials) {
        byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
        byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
        if (user.length > 255 || password.length > 255) {
            fail(502, "cannot be sent a user name or password of more than 255 bytes (RFC 1929, 2)");
            return;
        }
        step = Step.PASSWORD;
        send(buffer().writeByte(1)
                .writeByte(user.length)
                .writeBytes(user)
                .writeByte(password.length)
                .writeBytes(password));
    }

    private void sendRequest() {
        ByteBuf out = buffer().writeByte(VERSION).writeByte(1).writeByte(0);
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(target.host());
        if (literal != null) {
            out.writeByte(literal.length == 4 ? 1 : 4).writeBytes(literal);
        } else {
            byte[] name = target.host().getBytes(StandardCharsets.ISO_8859_1);
            if (name.length > 255) {
                out.release();
                fail(502, "cannot be sent a host name of more than 255 bytes (RFC 1928, 5)");
                return;
            }
            out.writeByte(3).writeByte(name.length).writeBytes(name);
        }
        step = Step.REPLY;
        send(out.writeShort(target.port()));
    }

    private void readConnectReply(ByteBuf bytes) {
        if (bytes.readableBytes() < 5) {
            return;
        }
        int at = bytes.readerIndex();
        int code = bytes.getUnsignedByte(at + 1);
        int type = bytes.getUnsignedByte(at + 3);
        int length = type == 1 ? 4 : type == 4 ? 16 : 1 + bytes.getUnsignedByte(at + 4);
        if (code != 0) {
            fail(502, "could not connect to " + target + ": " + reason(code));
        } else if (bytes.readableBytes() >= 4 + length + 2) {
            bytes.skipBytes(4 + length + 2);
            succeed();
        }
    }

    /** RFC 1928, 6. */
    private static String reason(int code) {
        return switch (code) {
            case 1 -> "general failure";
            case 2 -> "not allowed by its rules";
            case 3 -> "network unreachable";
            case 4 -> "host unreachable";
            case 5 -> "connection refused";
            case 6 -> "TTL expired";
            case 7 -> "command not supported";
            case 8 -> "address type not supported";
            default -> "reply " + code;
        };
    }
}
