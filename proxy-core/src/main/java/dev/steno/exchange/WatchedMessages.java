package dev.steno.exchange;

import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import dev.steno.websocket.FrameReader;

/** Passes frames on as they come and records the messages in them. On the stream's event loop. */
final class WatchedMessages implements WebSocketDirection, MessageReader.Output {
    private final WebSocketRelay relay;
    private final boolean client;
    private final MessageReader reader;
    private final FrameReader frames;
    private final MessageTee tee;

    WatchedMessages(WebSocketRelay relay, boolean client, Compression agreed, MessageTee tee) {
        this.relay = relay;
        this.client = client;
        this.tee = tee;
        this.reader = new MessageReader(client, agreed, this);
        this.frames = new FrameReader(reader);
    }

    @Override
    public void data(Chunk chunk) {
        byte[] bytes = new byte[chunk.size()];
        chunk.copyTo(0, bytes, 0, bytes.length);
        frames.read(bytes, 0, bytes.length); // the record first: what the other side has is never missing from it
        relay.wire().send(client, chunk);
    }

    @Override
    public WebSocket.Sent sent() {
        return reader.sent();
    }

    @Override
    public void release() {
        reader.release();
    }

    @Override
    public void inject(Message message) {
        throw new IllegalStateException("nobody was asked");
    }

    // ---- what the reader makes of it

    @Override
    public void begin(Message.Kind kind, boolean compressed) {
        tee.begin(kind, Message.Edit.NONE);
    }

    @Override
    public void expect(long size) {
        tee.expect(size);
    }

    @Override
    public void add(byte[] data, int from, int length) {
        tee.add(data, from, length);
    }

    @Override
    public void whole() {
        tee.end();
    }

    @Override
    public void cut() {
        tee.cut();
    }

    @Override
    public void close(int code, String reason) {
        relay.closing(client, code, reason);
    }

    @Override
    public void problem(String sentence) {
        relay.problem(sentence);
    }
}
