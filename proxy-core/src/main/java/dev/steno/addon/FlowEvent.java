package dev.steno.addon;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.PieceTimes;
import org.jspecify.annotations.Nullable;

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

    /**
     * A message of a recorded flow was edited, after its exchange.
     *
     * @param before the flow before the edit, without its original
     */
    record Edited(HttpFlow flow, HttpFlow before, FlowEdit edit) implements Revision {}

    /** The stored bodies of a flow were removed from the session, also those of its earlier revisions. */
    record BodiesRemoved(Flow flow) implements Revision {}

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
     * @param offset the position of the chunk in the body, in bytes
     * @param data the bytes; not copied, must not be modified. The array of a full chunk is reused once the chunk is
     *     stored: a consumer that needs the bytes after the call must copy them.
     * @param pieces the pieces in which they arrived; null if that was not noted, as for most bodies
     */
    record BodyChunk(
            long body,
            int sequence,
            long offset,
            byte[] data,
            @Nullable PieceTimes pieces) implements FlowEvent {
        /** A chunk without times. */
        public BodyChunk(long body, int sequence, long offset, byte[] data) {
            this(body, sequence, offset, data, null);
        }

        /**
         * A chunk that is preceded only by chunks of the full size, so that its offset follows from its sequence
         * number.
         */
        public BodyChunk(long body, int sequence, byte[] data) {
            this(body, sequence, (long) sequence * Body.Stored.CHUNK, data);
        }
    }
}
