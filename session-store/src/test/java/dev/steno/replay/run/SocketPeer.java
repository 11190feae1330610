package dev.steno.replay.run;

import dev.steno.testing.Bytes;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Wiretap;
import dev.steno.websocket.AcceptKey;
import dev.steno.websocket.ClosePayload;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** One peer of a WebSocket, which sends and receives message by message. */
final class SocketPeer {
    private static final Pattern KEY = Pattern.compile("(?i)Sec-WebSocket-Key: *(\\S+)");

    private final Wiretap wire;
    private final FrameWriter writer;
    private final boolean deflates;

    private SocketPeer(Wiretap wire, boolean client, boolean deflates) {
        this.wire = wire;
        this.writer = new FrameWriter(client);
        this.deflates = deflates;
    }

    /** Accepts the next request as a WebSocket. */
    static SocketPeer accept(Wiretap wire) throws IOException {
        String head = wire.readHead();
        if (head == null) {
            throw new IOException("there is no request");
        }
        Matcher key = KEY.matcher(head);
        if (!key.find()) {
            throw new IOException("there is no key: " + head);
        }
        boolean deflates = head.contains("permessage-deflate");
        wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + AcceptKey.of(key.group(1)) + "\r\n"
                + (deflates ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "") + "\r\n");
        return new SocketPeer(wire, false, deflates);
    }

    /** Opens a WebSocket. */
    static SocketPeer open(RawClient client, String target, String authority, boolean deflates) throws IOException {
        client.send("GET " + target + " HTTP/1.1\r\nHost: " + authority
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (deflates ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "") + "\r\n");
        String head = client.wire().readHead();
        if (head == null || !head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no WebSocket: " + head);
        }
        return new SocketPeer(client.wire(), true, deflates);
    }

    SocketPeer send(String text) throws IOException {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        if (!deflates) {
            wire.send(writer.frame(true, Frame.TEXT, plain));
            return this;
        }
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(plain);
        byte[] coded = new byte[plain.length + 64];
        int length = deflater.deflate(coded, 0, coded.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();
        byte[] frame = writer.frame(true, Frame.TEXT, Arrays.copyOf(coded, length));
        frame[0] |= 0x40; // RSV1: compressed
        wire.send(frame);
        return this;
    }

    SocketPeer sendBytes(byte[] bytes) throws IOException {
        wire.send(writer.frame(true, Frame.BINARY, bytes));
        return this;
    }

    SocketPeer close(int code, String reason) throws IOException {
        wire.send(writer.frame(true, Frame.CLOSE, ClosePayload.of(code, reason)));
        return this;
    }

    SocketPeer pong() throws IOException {
        wire.send(writer.frame(true, Frame.PONG, new byte[] {7}));
        return this;
    }

    SocketPeer ping() throws IOException {
        wire.send(writer.frame(true, Frame.PING, new byte[] {7}));
        return this;
    }

    /** Returns the next message: a text, {@code bytes N}, {@code ping}, {@code pong}, {@code close CODE REASON}, or {@code end}. */
    String receive() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int opcode = -1;
        boolean compressed = false;
        while (true) {
            int first = wire.in().read();
            if (first < 0) {
                return "end";
            }
            byte[] payload = payload();
            int kind = first & 15;
            if (kind == Frame.CLOSE) {
                return payload.length < 2
                        ? "close"
                        : "close " + ((payload[0] & 0xff) << 8 | payload[1] & 0xff) + " "
                                + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
            } else if (kind == Frame.PONG || kind == Frame.PING) {
                return kind == Frame.PONG ? "pong" : "ping";
            }
            content.write(payload);
            opcode = kind == Frame.CONTINUATION ? opcode : kind;
            compressed |= (first & 0x40) != 0;
            if ((first & 0x80) != 0) {
                byte[] whole = compressed ? inflated(content.toByteArray()) : content.toByteArray();
                return opcode == Frame.TEXT ? new String(whole, StandardCharsets.UTF_8) : "bytes " + whole.length;
            }
        }
    }

    private byte[] payload() throws IOException {
        int second = wire.in().read();
        long length = second & 0x7f;
        if (length >= 126) {
            byte[] more = wire.readExactly(length == 126 ? 2 : 8);
            length = 0;
            for (byte each : more) {
                length = length << 8 | each & 0xff;
            }
        }
        byte[] mask = (second & 0x80) == 0 ? new byte[4] : wire.readExactly(4);
        byte[] payload = wire.readExactly((int) length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return payload;
    }

    private static byte[] inflated(byte[] data) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Bytes.concat(data, new byte[] {0, 0, -1, -1}));
            byte[] plain = new byte[1 << 20];
            return Arrays.copyOf(plain, inflater.inflate(plain));
        } catch (DataFormatException e) {
            throw new IOException(e);
        } finally {
            inflater.end();
        }
    }
}
