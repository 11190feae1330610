package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies flows into a session, from it or from another: new numbers for flows, bodies and connections, everything else as it
 * was, bodies and messages included. What was under way is copied as interrupted. For one thread; blocks, so that no more
 * waits to be written than {@link #PIECE} bytes.
 */
public final class FlowCopy {
    /** Bytes after which what was copied is awaited to be durable. */
    private static final long PIECE = 4 << 20;

    /** What a copy takes at least. */
    private static final long BARE = 2048;

    private static final int MESSAGES = 256;

    private final SessionReader from;
    private final Session to;
    private final Map<Long, Long> connections = new HashMap<>();
    private final Map<Long, Long> copies = new HashMap<>();
    private long waiting;

    /** @param from reads the flows that are copied */
    public FlowCopy(SessionReader from, Session to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies a flow.
     *
     * @return the number of the copy
     * @throws SessionException when a body or message cannot be read
     */
    public long copy(Flow flow) throws SessionException {
        long id = to.sequences().nextFlow();
        copies.put(flow.id(), id);
        try {
            messages(flow.id(), id);
            tell(new FlowEvent.Closed(flow instanceof HttpFlow http ? http(http, id) : tcp((TcpFlow) flow, id)));
        } catch (SessionException e) {
            throw e;
        } catch (IOException e) {
            throw new SessionException("flow " + flow.id() + " cannot be copied: " + e.getMessage(), e);
        }
        return id;
    }

    private HttpFlow http(HttpFlow flow, long id) throws IOException {
        HttpResponse response = flow.response();
        HttpFlow original = flow.original();
        return new HttpFlow(
                id,
                1,
                ended(flow.state()),
                flow.started(),
                flow.duration(),
                peer(flow.client()),
                flow.server() == null ? null : peer(flow.server()),
                flow.request().withBody(body(flow.request().body())),
                response == null ? null : response.withBody(body(response.body())),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.webSocket(),
                original == null ? null : http(original, id));
    }

    private void messages(long flow, long id) throws IOException {
        List<Message> page;
        long next = 0;
        do {
            page = from.messages(flow, next, MESSAGES);
            for (Message message : page) {
                next = message.sequence() + 1;
                tell(new FlowEvent.MessageSeen(message.withFlow(id)));
            }
        } while (page.size() == MESSAGES);
    }

    private TcpFlow tcp(TcpFlow flow, long id) throws IOException {
        return new TcpFlow(
                id,
                1,
                ended(flow.state()),
                flow.started(),
                flow.duration(),
                peer(flow.client()),
                flow.server() == null ? null : peer(flow.server()),
                flow.target(),
                flow.protocol(),
                flow.sentByClient(),
                flow.sentByServer(),
                flow.messages(),
                copies.getOrDefault(flow.parent(), 0L),
                flow.error(),
                flow.notes());
    }

    private static FlowState ended(FlowState state) {
        return state == FlowState.OPEN ? FlowState.INTERRUPTED : state;
    }

    private Peer peer(Peer peer) {
        long connection = peer.connection() == 0
                ? 0
                : connections.computeIfAbsent(
                        peer.connection(), old -> to.sequences().nextConnection());
        return new Peer(
                connection,
                peer.address(),
                peer.ip(),
                peer.local(),
                peer.started(),
                peer.connected(),
                peer.ended(),
                peer.tls(),
                peer.via() == null ? null : peer(peer.via()));
    }

    /** Copies a body's pieces; of one whose last pieces are not there, those that are. */
    private Body body(Body body) throws IOException {
        if (!(body instanceof Body.Stored stored)) {
            return body;
        }
        long id = to.sequences().nextBody();
        long size = 0;
        try (InputStream in = from.body(stored)) {
            for (int sequence = 0; size < stored.size(); sequence++) {
                byte[] piece = in.readNBytes((int) Math.min(Body.Stored.CHUNK, stored.size() - size));
                if (piece.length == 0) {
                    break;
                }
                size += piece.length;
                tell(new FlowEvent.BodyChunk(id, sequence, piece));
            }
        }
        return new Body.Stored(id, size, stored.trueSize(), stored.complete());
    }

    private void tell(FlowEvent event) throws SessionException {
        to.accept(event);
        waiting += BARE;
        if (event instanceof FlowEvent.BodyChunk chunk) {
            waiting += chunk.data().length;
        } else if (event instanceof FlowEvent.MessageSeen seen) {
            waiting += seen.message().data().length;
        }
        if (waiting >= PIECE) {
            awaitDurable();
        }
    }

    /** Waits until all that was copied is durable. */
    public void awaitDurable() throws SessionException {
        waiting = 0;
        to.awaitDurable();
    }
}
