package dev.steno.addon;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;

/** Something that happened. Facts come after the fact; nobody can change it any more. */
public sealed interface FlowEvent {

    /** A fact that brings a new revision of a flow. */
    sealed interface Revision extends FlowEvent {
        /** The flow as it is from here on. */
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

    /** A piece of a raw stream, or a message of a WebSocket or a part of one, passed. */
    record MessageSeen(Message message) implements FlowEvent {}

    /**
     * A piece of a stored body passed. Pieces of a body come in order and before the revision that counts them.
     *
     * @param body the body's number
     * @param sequence the piece's place in the body, from 0
     * @param offset where in the body it begins
     * @param data the bytes; not copied, must not be changed. A piece of the full size is used again once it is kept: who wants
     *     it longer than the call copies it.
     */
    record BodyChunk(long body, int sequence, long offset, byte[] data) implements FlowEvent {
        /** A piece behind full ones. */
        public BodyChunk(long body, int sequence, byte[] data) {
            this(body, sequence, (long) sequence * Body.Stored.CHUNK, data);
        }
    }
}
