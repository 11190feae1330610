package dev.steno.exchange;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is not read as HTTP: passes pieces on in both directions, each a row of the record at the moment it passes.
 * Confined to one event loop.
 */
public final class RawStreamRelay implements RelayedStream {
    /** A long stream publishes its counters every so many messages. */
    static final int MILESTONE = 256;

    private final AddonRuntime buses;
    private final StreamWire wire;
    private final boolean keepMessages;
    private final HookedChunks fromClient;
    private final HookedChunks fromServer;

    private final long id;
    private final long started = Times.now();
    private final long startedAt = System.nanoTime();
    private final Peer client;
    private final @Nullable Peer server;
    private final Endpoint target;
    private final String protocol;
    private final long parent;

    private int revision = 1;
    private FlowState state = FlowState.OPEN;
    private long duration = Times.UNSET;
    private long sentByClient;
    private long sentByServer;
    private long messages;
    private @Nullable FlowError error;

    /**
     * @param protocol what the stream looks like, as in {@link TcpFlow}
     * @param parent the HTTP flow that began the stream, or 0
     * @param keepMessages whether the record keeps the bytes, or only counts them
     */
    public RawStreamRelay(
            AddonRuntime buses,
            StreamWire wire,
            Executor loop,
            Peer client,
            @Nullable Peer server,
            Endpoint target,
            String protocol,
            long parent,
            boolean keepMessages) {
        this.buses = buses;
        this.wire = wire;
        this.keepMessages = keepMessages;
        this.id = buses.sequences().nextFlow();
        this.client = client;
        this.server = server;
        this.target = target;
        this.protocol = protocol;
        this.parent = parent;
        this.fromClient = new HookedChunks(this, buses, wire, loop, Direction.CLIENT_TO_SERVER);
        this.fromServer = new HookedChunks(this, buses, wire, loop, Direction.SERVER_TO_CLIENT);
    }

    @Override
    public void publishOpened() {
        buses.facts().publish(new FlowEvent.Opened(flow()));
    }

    /** Records a connection that came to nothing before anything passed. */
    public static void recordFailure(
            AddonRuntime buses, Peer client, @Nullable Peer server, Endpoint target, String protocol, FlowError error) {
        RawStreamRelay nothing = new RawStreamRelay(
                buses, StreamWire.NOWHERE, Runnable::run, client, server, target, protocol, 0, false);
        nothing.publishOpened();
        nothing.closeFlow(error);
    }

    /** The flow as it is now. */
    public TcpFlow flow() {
        return new TcpFlow(
                id,
                revision,
                state,
                started,
                duration,
                client,
                server,
                target,
                protocol,
                sentByClient,
                sentByServer,
                messages,
                parent,
                error,
                Notes.NONE);
    }

    @Override
    public void whenDrained(Direction direction, Runnable action) {
        action.run();
    }

    @Override
    public void inputEnded(Direction direction) {
        // either side may be done before the other
    }

    @Override
    public boolean awaitsCloseReply() {
        return false;
    }

    @Override
    public void proxyDraining() {
        // a stream whose protocol is not known has no other end than that of its connections
    }

    @Override
    public void relayData(Direction direction, Chunk chunk) {
        if (isClosed()) {
            chunk.release();
        } else if (!keepMessages || buses.hooks().isEmpty(Hook.MESSAGE)) {
            forwardChunk(direction, Message.Edit.NONE, chunk);
        } else {
            (direction.isFromClient() ? fromClient : fromServer).addChunk(chunk);
        }
    }

    boolean isClosed() {
        return state != FlowState.OPEN;
    }

    /** A piece as a handler is shown it; its place in the stream is known when it passes. */
    Message newMessage(Direction direction, byte[] data) {
        return newMessage(direction, Message.Edit.NONE, data);
    }

    private Message newMessage(Direction direction, Message.Edit edit, byte[] data) {
        return new Message(id, messages, Times.now(), direction, Message.Kind.PIECE, true, edit, data.length, data);
    }

    /** Records a piece and sends it on. */
    void forwardChunk(Direction direction, Message.Edit edit, Chunk chunk) {
        int size = chunk.size();
        if (direction.isFromClient()) {
            sentByClient += size;
        } else {
            sentByServer += size;
        }
        if (keepMessages) {
            recordChunk(direction, edit, chunk);
        }
        wire.sendData(direction, chunk);
    }

    /** Records a piece that a handler does not let pass. */
    void dropChunk(Direction direction, Chunk chunk) {
        if (direction.isFromClient()) {
            sentByClient += chunk.size();
        } else {
            sentByServer += chunk.size();
        }
        recordChunk(direction, Message.Edit.DROPPED, chunk);
        chunk.release();
    }

    private void recordChunk(Direction direction, Message.Edit edit, Chunk chunk) {
        if (buses.facts().isRecorded()) {
            byte[] data = new byte[chunk.size()];
            chunk.copyTo(0, data, 0, data.length);
            buses.facts().publish(new FlowEvent.MessageSeen(newMessage(direction, edit, data)));
        }
        messages++;
        if (messages % MILESTONE == 0) {
            revision++;
            buses.changed(flow());
        }
    }

    /** A handler wants the stream to end. */
    void dropStream(String reason) {
        closeFlow(new FlowError(FlowError.Step.ADDON, reason, Times.now()));
        wire.abortStream();
    }

    @Override
    public void closeFlow(@Nullable FlowError failure) {
        if (isClosed()) {
            return;
        }
        revision++;
        state = failure == null ? FlowState.COMPLETE : FlowState.FAILED;
        duration = System.nanoTime() - startedAt;
        error = failure;
        fromClient.stopRelaying();
        fromServer.stopRelaying();
        buses.facts().publish(new FlowEvent.Closed(flow()));
    }
}
