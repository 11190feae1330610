package dev.steno.net;

import static dev.steno.testing.http2.FrameClient.list;

import dev.steno.testing.Bytes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Base of the tests of WebSockets on HTTP/2 streams: the extended CONNECT, and an HTTP/1.1 server that accepts it. */
abstract class Http2WebSocketProxyTest extends FramesProxyTest {
    static final byte[] ANNOUNCED = FrameServer.setting(8, 1);
    static final int PIECE = 16 * 1024;

    static FrameClient ask(FrameClient client, int stream, ScriptedOrigin origin, String protocol) throws IOException {
        return client.headers(
                stream,
                false,
                list(":method=CONNECT | :protocol=" + protocol + " | :scheme=https | :path=/chat | :authority="
                        + authority(origin)
                        + " | sec-websocket-version=13 | sec-websocket-key=ofNoUseHere | origin=https://a.test"));
    }

    FrameClient opening(ScriptedOrigin origin) throws IOException {
        return ask(client(origin), 1, origin, "websocket");
    }

    static byte[] bytes(FrameClient client, int count) throws IOException {
        byte[] all = new byte[0];
        while (all.length < count) {
            all = Bytes.concat(all, client.await(FrameClient.DATA, 1).payload());
        }
        return all;
    }

    static byte[] bytes(FrameServer server, int count) throws IOException {
        byte[] all = new byte[0];
        while (all.length < count) {
            all = Bytes.concat(all, server.await(FrameClient.DATA).payload());
        }
        return all;
    }

    static void agree(Wiretap connection) throws IOException {
        String key = new HttpAnswer(connection.readHead(), new byte[0], "").field("Sec-WebSocket-Key");
        connection.send("HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\nconnection: upgrade\r\n"
                + "sec-websocket-accept: " + accept(key) + "\r\nx-a: b\r\n\r\n");
    }

    static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest(latin1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String latin1Text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
