package dev.steno.exchange.stream;

import dev.steno.exchange.body.Chunk;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import org.jspecify.annotations.Nullable;

/**
 * The inbound port of a stream between two joined connections (or streams of connections): takes the data read from
 * either and forwards it through its {@link StreamWire}. Called on the stream's event loop only.
 *
 * <p>Re-entrancy: {@link #relayData} may call any method of the wire before it returns. {@link #whenDrained} may run
 * its action before it returns. The others do not call the wire.
 */
public interface RelayedStream {
    /** Publishes the first revision of the flow. Called once, before any other method. */
    void publishOpened();

    /** The current flow. */
    Flow flow();

    /** Data was read. Takes ownership of the chunk. */
    void relayData(Direction direction, Chunk chunk);

    /**
     * Runs the action when all data of one direction has been forwarded: normally before this method returns; later if
     * inflating takes several turns of the event loop; never if the stream is closed first. A wire whose peer has ended
     * its side calls {@link #inputEnded} and {@link #closeFlow} from such an action, so that they follow the peer's
     * last data.
     */
    void whenDrained(Direction direction, Runnable action);

    /** The sender of this direction has ended its side: no data follows. */
    void inputEnded(Direction direction);

    /**
     * Whether a close handshake of the protocol has begun, so that the other peer is expected to reply and then to end
     * its side too.
     */
    boolean awaitsCloseReply();

    /** The proxy is shutting down: when the connections end after this call, no peer is named as the cause. */
    void proxyDraining();

    /**
     * Both connections have ended: publishes the last revision. Called last; ignored if the flow is closed already.
     *
     * @param failure the failure that ended the connections; null if they ended in order
     */
    void closeFlow(@Nullable FlowError failure);
}
