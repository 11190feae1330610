package dev.steno.exchange;

import dev.steno.addon.Buses;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.HookChain;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is not read as HTTP: passes pieces on in both directions, each a row of the record at the moment it passes.
 * Confined to one event loop.
 */
public final class StreamRelay {
    /** A long stream publishes its counters every so many messages. */
    private static final int MILESTONE = 256;

    private static final StreamWire NOWHERE = new StreamWire() {
        @Override
        public void send(boolean toServer, Chunk chunk) {
            chunk.release();
        }

        @Override
        public void hold(boolean client, boolean held) {
            // nothing is read
        }

        @Override
        public void abort() {
            // nothing is open
        }
    };

    private final Buses buses;
    private final StreamWire wire;
    private final Executor loop;
    private final boolean keepMessages;
    private final long startedAt = System.nanoTime();
    private final Direction fromClient = new Direction(true);
    private final Direction fromServer = new Direction(false);
    private TcpFlow flow;
    private boolean closed;

    /**
     * @param protocol what the stream looks like, as in {@link TcpFlow}
     * @param parent the HTTP flow that began the stream, or 0
     * @param keepMessages whether the record keeps the bytes, or only counts them
     */
    public StreamRelay(
            Buses buses,
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
        this.loop = loop;
        this.keepMessages = keepMessages;
        this.flow = new TcpFlow(
                buses.sequences().nextFlow(),
                1,
                FlowState.OPEN,
                Times.now(),
                Times.UNSET,
                client,
                server,
                target,
                protocol,
                0,
                0,
                0,
                parent,
                null,
                Notes.NONE);
    }

    /** Publishes the flow. Called once, first. */
    public void open() {
        buses.facts().publish(new FlowEvent.Opened(flow));
    }

    /** Records a connection that came to nothing before anything passed. */
    public static void recordFailure(
            Buses buses, Peer client, @Nullable Peer server, Endpoint target, String protocol, FlowError error) {
        StreamRelay nothing =
                new StreamRelay(buses, NOWHERE, Runnable::run, client, server, target, protocol, 0, false);
        nothing.open();
        nothing.close(error);
    }

    public TcpFlow flow() {
        return flow;
    }

    /** A piece was read from one side. */
    public void data(boolean client, Chunk chunk) {
        if (closed) {
            chunk.release();
        } else if (!keepMessages || buses.hooks().isEmpty(Hook.MESSAGE)) {
            pass(client, chunk);
        } else {
            (client ? fromClient : fromServer).add(chunk);
        }
    }

    private void pass(boolean client, Chunk chunk) {
        int size = chunk.size();
        if (keepMessages && buses.facts().isRecorded()) {
            byte[] data = new byte[size];
            chunk.copyTo(0, data, 0, size);
            buses.facts()
                    .publish(new FlowEvent.MessageSeen(
                            new Message(flow.id(), flow.messages(), Times.now(), client, data)));
        }
        boolean milestone = keepMessages && flow.messages() % MILESTONE == MILESTONE - 1;
        flow = next(
                milestone ? flow.revision() + 1 : flow.revision(),
                FlowState.OPEN,
                Times.UNSET,
                flow.sentByClient() + (client ? size : 0),
                flow.sentByServer() + (client ? 0 : size),
                flow.messages() + (keepMessages ? 1 : 0),
                null);
        if (milestone) {
            buses.changed(flow);
        }
        wire.send(client, chunk);
    }

    /** Both connections are done with. */
    public void close(@Nullable FlowError error) {
        if (closed) {
            return;
        }
        closed = true;
        fromClient.release();
        fromServer.release();
        flow = next(
                flow.revision() + 1,
                error == null ? FlowState.COMPLETE : FlowState.FAILED,
                System.nanoTime() - startedAt,
                flow.sentByClient(),
                flow.sentByServer(),
                flow.messages(),
                error);
        buses.facts().publish(new FlowEvent.Closed(flow));
    }

    private TcpFlow next(
            int revision,
            FlowState state,
            long duration,
            long sentByClient,
            long sentByServer,
            long messages,
            @Nullable FlowError error) {
        return new TcpFlow(
                flow.id(),
                revision,
                state,
                flow.started(),
                duration,
                flow.client(),
                flow.server(),
                flow.target(),
                flow.protocol(),
                sentByClient,
                sentByServer,
                messages,
                flow.parent(),
                error,
                flow.notes());
    }

    /** The pieces of one direction on their way through the handlers, one at a time and in order. */
    private final class Direction {
        private final boolean client;
        private final ArrayDeque<Chunk> waiting = new ArrayDeque<>();
        private HookChain.@Nullable Run run;
        private boolean deciding;

        Direction(boolean client) {
            this.client = client;
        }

        void add(Chunk chunk) {
            waiting.add(chunk);
            decideNext();
        }

        private void decideNext() {
            while (!deciding && !waiting.isEmpty() && !closed) {
                Chunk chunk = waiting.remove();
                byte[] data = new byte[chunk.size()];
                chunk.copyTo(0, data, 0, data.length);
                Message message = new Message(flow.id(), flow.messages(), Times.now(), client, data);
                deciding = true;
                run = buses.hooks()
                        .run(
                                Hook.MESSAGE,
                                flow.id(),
                                new Hook.StreamMessage(flow, message),
                                limit -> {},
                                loop,
                                outcome -> decided(chunk, message, outcome));
                if (deciding) {
                    wire.hold(client, true);
                }
            }
        }

        private void decided(Chunk chunk, Message shown, HookChain.Outcome<Hook.StreamMessage> outcome) {
            boolean held = run != null;
            deciding = false;
            run = null;
            if (outcome.verdict() instanceof Verdict.Drop<Hook.StreamMessage>) {
                chunk.release();
            } else if (outcome.subject().message() == shown) {
                pass(client, chunk);
            } else {
                chunk.release();
                pass(client, Chunk.of(outcome.subject().message().data()));
            }
            if (held) {
                wire.hold(client, false);
                decideNext();
            }
        }

        void release() {
            if (run != null) {
                run.cancel();
            }
            waiting.forEach(Chunk::release);
            waiting.clear();
        }
    }
}
