package dev.steno.exchange.stream;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.exchange.body.Chunk;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.redact.MessageRows;
import dev.steno.redact.Redactor;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Relays a stream that is not parsed as HTTP: forwards chunks in both directions and records each as a {@link Message}
 * when it is forwarded. Handlers of {@link Hook#MESSAGE}, if any, decide on each chunk before that. Confined to one
 * event loop.
 */
public final class RawStreamRelay implements RelayedStream, StreamHolds.Owner {
    /** Number of messages after which a long stream publishes its counters again. */
    public static final int MILESTONE = 256;

    private final AddonRuntime addons;
    private final StreamWire wire;
    private final boolean keepMessages;
    private final Executor loop;
    private final StreamHolds holds;
    private @Nullable MessageRows redaction; // null until it is needed
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
    private final Notes notes;

    private final StreamInFlight inFlight;
    private int revision = 1;
    private FlowState state = FlowState.OPEN;
    private long duration = Times.UNSET;
    private long sentByClient;
    private long sentByServer;
    private long messages;
    private @Nullable FlowError error;
    private List<Hold> held = List.of();

    /**
     * @param protocol the stream's protocol, as in {@link TcpFlow}
     * @param parent the id of the HTTP flow that began the stream, or 0
     * @param keepMessages whether the bytes are recorded; if not, they are only counted and no hook runs
     * @param notes the notes of the flow
     */
    public RawStreamRelay(
            AddonRuntime addons,
            StreamWire wire,
            Executor loop,
            Peer client,
            @Nullable Peer server,
            Endpoint target,
            String protocol,
            long parent,
            boolean keepMessages,
            Notes notes) {
        this.addons = addons;
        this.wire = wire;
        this.keepMessages = keepMessages;
        this.id = addons.sequences().nextFlow();
        this.client = client;
        this.server = server;
        this.target = target;
        this.protocol = protocol;
        this.parent = parent;
        this.notes = notes;
        this.loop = loop;
        this.holds = new StreamHolds(addons, loop, this);
        this.fromClient = new HookedChunks(this, wire, Direction.CLIENT_TO_SERVER);
        this.fromServer = new HookedChunks(this, wire, Direction.SERVER_TO_CLIENT);
        this.inFlight = new StreamInFlight(this, loop);
    }

    @Override
    public void publishOpened() {
        addons.inFlight().began(id, inFlight);
        addons.facts().publish(new FlowEvent.Opened(flow()));
        tell(Hook.STREAM_OPENED);
    }

    /** Tells handlers of a stream that is read. */
    private void tell(Hook<Flow> hook) {
        if (keepMessages && !addons.hooks().isEmpty(hook)) {
            addons.hooks().run(hook, id, flow(), HookContext.NONE, loop, outcome -> {});
        }
    }

    /**
     * Records a connection that failed before any data was forwarded.
     *
     * @return the closed flow
     */
    public static TcpFlow recordFailure(
            AddonRuntime addons,
            Peer client,
            @Nullable Peer server,
            Endpoint target,
            String protocol,
            FlowError error,
            Notes notes) {
        RawStreamRelay nothing = new RawStreamRelay(
                addons, StreamWire.NOWHERE, Runnable::run, client, server, target, protocol, 0, false, notes);
        nothing.publishOpened();
        nothing.closeFlow(error);
        return nothing.flow();
    }

    /** The current flow. */
    @Override
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
                notes,
                held);
    }

    @Override
    public void whenDrained(Direction direction, Runnable action) {
        chunks(direction).whenDrained(action);
    }

    @Override
    public void inputEnded(Direction direction) {
        // nothing to do: the other direction of a half-closed stream is still relayed
    }

    @Override
    public boolean awaitsCloseReply() {
        return false;
    }

    @Override
    public void proxyDraining() {
        // nothing to do: only a WebSocket distinguishes how its connections end
    }

    @Override
    public void relayData(Direction direction, Chunk chunk) {
        if (isClosed()) {
            chunk.release();
        } else if (!keepMessages
                || addons.hooks().isEmpty(Hook.MESSAGE) && chunks(direction).isIdle()) {
            forwardChunk(direction, Message.Edit.NONE, chunk);
        } else {
            chunks(direction).addChunk(chunk);
        }
    }

    // ---- for the two directions

    public AddonRuntime addons() {
        return addons;
    }

    public Executor loop() {
        return loop;
    }

    public StreamHolds holds() {
        return holds;
    }

    public HookedChunks chunks(Direction direction) {
        return direction.isFromClient() ? fromClient : fromServer;
    }

    public boolean isClosed() {
        return state != FlowState.OPEN;
    }

    /** The message for a handler; its final sequence number is assigned when it is forwarded. */
    public Message newMessage(Direction direction, byte[] data) {
        return newMessage(direction, Message.Edit.NONE, data);
    }

    private Message newMessage(Direction direction, Message.Edit edit, byte[] data) {
        return new Message(id, messages, Times.now(), direction, Message.Kind.PIECE, true, edit, data.length, data);
    }

    /** Records and forwards a chunk. Takes ownership of it. */
    public void forwardChunk(Direction direction, Message.Edit edit, Chunk chunk) {
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

    /** Records a chunk that was read and is not forwarded. */
    public void recordWithheld(Direction direction, Message.Edit edit, byte[] data) {
        if (direction.isFromClient()) {
            sentByClient += data.length;
        } else {
            sentByServer += data.length;
        }
        recordChunk(direction, edit, Chunk.of(data));
    }

    private void recordChunk(Direction direction, Message.Edit edit, Chunk chunk) {
        if (addons.facts().isRecorded()) {
            byte[] data = new byte[chunk.size()];
            chunk.copyTo(0, data, 0, data.length);
            publishRows(newMessage(direction, edit, data));
        }
        messages++;
        if (messages % MILESTONE == 0) {
            revision++;
            addons.changed(flow());
        }
    }

    /** Publishes a row, or, if the record is redacted, those that are complete. @param row null after the last one */
    private void publishRows(@Nullable Message row) {
        Redactor redactor = addons.facts().redactor();
        if (redactor == null) {
            if (row != null) {
                addons.facts().publish(new FlowEvent.MessageSeen(row));
            }
            return;
        }
        if (redaction == null && row != null) {
            redaction = redactor.messages(flow());
        }
        if (redaction != null) {
            redaction.next(row).forEach(next -> addons.facts().publish(new FlowEvent.MessageSeen(next)));
        }
    }

    // ---- held and injected messages

    @Override
    public void holdBegan(HoldTerms terms) {
        held = Hold.begun(held, Hold.begin(Hold.Point.MESSAGES, terms.why(), terms.nanos()));
        addons.inFlight().held(id, inFlight, true);
        publishHolds();
    }

    @Override
    public void holdEnded(Hold.Outcome outcome, String by) {
        held = Hold.lastEnded(held, outcome, by);
        addons.inFlight().held(id, inFlight, false);
        publishHolds();
    }

    private void publishHolds() {
        if (!isClosed()) { // else it is in the last revision
            revision++;
            addons.changed(flow());
        }
    }

    /**
     * Sends a message of a person.
     *
     * @throws FlowActionException if the stream is not read
     */
    public void inject(Direction direction, byte[] data) {
        if (!keepMessages) {
            throw new FlowActionException(
                    FlowActionException.Reason.INVALID,
                    "flow " + id + " is passed through unread; nothing can be sent in it");
        }
        chunks(direction)
                .injectMessage(new Message(
                        id,
                        messages,
                        Times.now(),
                        direction,
                        Message.Kind.PIECE,
                        true,
                        Message.Edit.INJECTED,
                        data.length,
                        data));
        chunks(direction).flush();
    }

    /** Ends the stream because a person wants it. */
    public void kill(End end, String by) {
        holds.kill(by);
        stopRelaying(Hold.Outcome.KILLED);
        closeFlow(new FlowError(FlowError.Step.RELAY, "killed by " + by, Times.now()));
        wire.abortStream(end);
    }

    /** Ends the stream because a handler returned {@code Drop}. */
    public void dropStream(String reason, End end) {
        closeFlow(new FlowError(FlowError.Step.ADDON, reason, Times.now()));
        wire.abortStream(end);
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
        addons.inFlight().ended(id);
        stopRelaying(Hold.Outcome.FAILED);
        publishRows(null);
        addons.facts().publish(new FlowEvent.Closed(flow()));
        tell(Hook.STREAM_CLOSED);
        addons.inFlight().release(id);
    }

    private void stopRelaying(Hold.Outcome outcome) {
        fromClient.stopRelaying(outcome);
        fromServer.stopRelaying(outcome);
    }
}
