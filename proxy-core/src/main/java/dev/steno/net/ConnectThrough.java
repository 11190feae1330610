package dev.steno.net;

import dev.steno.flow.Endpoint;
import dev.steno.net.mode.NextProxy;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** CONNECT to the next proxy (RFC 9110, 9.3.6). */
final class ConnectThrough extends NextProxyHandshake {
    ConnectThrough(NextProxy proxy, Endpoint target, long patienceMillis, Consumer<Failures.@Nullable Failure> done) {
        super(proxy, target, patienceMillis, done);
    }

    @Override
    void begin() {
        ByteBuf head = buffer();
        write(head, "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
        if (proxy.credentials() != null) {
            write(head, "Proxy-Authorization: " + proxy.credentials().basic() + "\r\n");
        }
        write(head, "\r\n");
        say(head);
    }

    private static void write(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    void take(ByteBuf bytes) {
        int end = endOfHead(bytes);
        if (end < 0) {
            if (bytes.readableBytes() > ProxySettings.MAX_HEADERS) {
                fail(502, "answered with a head that is too long");
            }
            return;
        }
        String head = bytes.readCharSequence(end - bytes.readerIndex(), StandardCharsets.ISO_8859_1)
                .toString();
        String line = head.lines().findFirst().orElse("");
        if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            fail(502, "answered with something that is not HTTP");
            return;
        }
        int status = Integer.parseInt(line.substring(9, 12));
        if (status >= 200 && status < 300) { // whatever its fields say, it has no body (RFC 9110, 9.3.6)
            stands();
        } else if (status == 407) {
            fail(502, demand(proxy));
        } else if (status >= 200) {
            String reason = line.substring(9);
            String shown =
                    proxy.credentials() == null ? reason : proxy.credentials().withholdFrom(reason);
            fail(502, "refuses to connect to " + target + ": " + shown);
        } else {
            take(bytes); // a 1xx, which is followed by another
        }
    }

    /** What a 407 of the next proxy means, in one sentence. */
    static String wantsCredentials(NextProxy proxy) {
        return "the next proxy, " + proxy.address() + ", " + demand(proxy);
    }

    private static String demand(NextProxy proxy) {
        return "wants " + (proxy.credentials() == null ? "credentials" : "other credentials")
                + " (407); give them in its URL: upstream:http://user:password@host:port/";
    }

    /** Where the head ends; -1 while it has not come whole. */
    private static int endOfHead(ByteBuf bytes) {
        int matched = 0;
        for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
            byte b = bytes.getByte(i);
            matched = b == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : b == '\r' ? 1 : 0;
            if (matched == 4) {
                return i + 1;
            }
        }
        return -1;
    }
}
