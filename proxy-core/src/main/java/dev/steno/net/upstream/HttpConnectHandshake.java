package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.Failures;
import dev.steno.net.http.MalformedMessage;
import dev.steno.net.http.ParseRemarks;
import dev.steno.net.http1.StatusLine;
import dev.steno.net.mode.NextProxy;
import dev.steno.net.settings.ProxySettings;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the next proxy for a tunnel by CONNECT (RFC 9110, 9.3.6). Confined to the connection's event loop. */
final class HttpConnectHandshake extends NextProxyHandshake {
    private static final int MOST_INTERIMS = 100;

    private int interims;
    private int scanned;
    private int inLine;
    private boolean begun;

    HttpConnectHandshake(
            NextProxy proxy, Endpoint target, long patienceMillis, Consumer<Failures.@Nullable Failure> done) {
        super(proxy, target, patienceMillis, done);
    }

    @Override
    void sendGreeting() {
        ByteBuf head = buffer();
        write(head, "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
        if (proxy.credentials() != null) {
            write(head, "Proxy-Authorization: " + proxy.credentials().authorization() + "\r\n");
        }
        write(head, "\r\n");
        send(head);
    }

    private static void write(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    void readReply(ByteBuf bytes) {
        for (String line = statusLine(bytes); line != null; line = statusLine(bytes)) {
            try {
                if (isFinal(StatusLine.of(line, new ParseRemarks(false)))) {
                    return;
                }
            } catch (MalformedMessage e) {
                fail(502, "sent a malformed HTTP response: " + e.getMessage());
                return;
            }
        }
        if (bytes.readableBytes() > ProxySettings.MAX_HEADERS) {
            fail(502, "sent a response head of more than " + ProxySettings.MAX_HEADERS + " bytes");
        }
    }

    /** Whether the response was the final one. */
    private boolean isFinal(StatusLine line) {
        int status = line.status();
        if (status >= 200 && status < 300) { // it has no body, even if its fields announce one (RFC 9110, 9.3.6)
            succeed();
        } else if (status == 407) {
            fail(502, Failures.credentialsWanted(proxy));
        } else if (status >= 200 || status == 101) {
            String reason = status + " " + line.reason();
            String shown =
                    proxy.credentials() == null ? reason : proxy.credentials().withholdFrom(reason);
            fail(502, "refused to connect to " + target + ": " + shown);
        } else if (++interims > MOST_INTERIMS) {
            fail(502, "sent more than " + MOST_INTERIMS + " interim responses and no final one");
        } else {
            return false; // an interim response: another one follows
        }
        return true;
    }

    /**
     * Reads one head. Its lines may end in LF alone (RFC 9112, 2.2).
     *
     * @return its first line; null until it is complete
     */
    private @Nullable String statusLine(ByteBuf bytes) {
        int start = bytes.readerIndex();
        for (int i = start + scanned; i < bytes.writerIndex(); i++) {
            byte b = bytes.getByte(i);
            if (b == '\n' && begun && inLine == 0) {
                String head = bytes.readCharSequence(i + 1 - start, StandardCharsets.ISO_8859_1)
                        .toString();
                scanned = 0;
                begun = false;
                return head.strip().split("\r*\n", 2)[0];
            }
            if (b == '\n') {
                inLine = 0;
            } else if (b != '\r') {
                inLine++;
                begun = true;
            }
        }
        scanned = bytes.writerIndex() - start;
        return null;
    }
}
