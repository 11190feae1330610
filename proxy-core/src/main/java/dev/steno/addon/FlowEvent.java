package dev.steno.addon;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;

/** A report of something that has happened and can no longer be changed. Immutable. */
public sealed interface FlowEvent {

    /** A fact that brings a new revision of a flow. */
    sealed interface Revision extends FlowEvent {
        /** The new revision of the flow. */
        Flow flow();
    }

    /** A flow began; its first revision. */
    record Opened(Flow flow) implements Revision {}

    /** A flow reached a milestone. */
    record Changed(Flow flow) implements Revision {}

    /** A flow ended; its last revision on the wire. */
    record Closed(Flow flow) implements Revision {}

    /** A flow was removed from the session. */
    record Deleted(long flow) implements FlowEvent {}

    /** A piece of a raw stream, a message of a WebSocket, or a part of one was forwarded. */
    record MessageSeen(Message message) implements FlowEvent {}

    /**
     * A chunk of a stored body was forwarded. The chunks of a body are published in order and before the revision that
     * counts them.
     *
     * @param body the body's number
     * @param sequence the index of the chunk in the body, from 0
     * @param offset its position in the body, in bytes
     * @param data the bytes, which are not copied and must not be changed. The array of a full chunk is reused once it
     *     is stored: a consumer that keeps it beyond the call has to copy it.
     */
    record BodyChunk(long body, int sequence, long offset, byte[] data) implements FlowEvent {
        /** A chunk after chunks of the full size. */
        public BodyChunk(long body, int sequence, byte[] data) {
            this(body, sequence, (long) sequence * Body.Stored.CHUNK, data);
        }
    }
}
