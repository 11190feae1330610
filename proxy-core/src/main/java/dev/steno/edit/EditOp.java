package dev.steno.edit;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One change of a message. Immutable. Indices count the recorded fields from 0, pseudo-header fields included. Bodies are
 * encoded after all other changes, whatever their order.
 */
public sealed interface EditOp {

    /** Another method. */
    record Method(String value) implements EditOp {}

    /**
     * Another URL; see {@link dev.steno.flow.HttpRequest#to}.
     *
     * @param keepHost whether the Host field and {@code :authority} stay
     */
    record Url(String value, boolean keepHost) implements EditOp {}

    /** Another status, with its usual phrase. */
    record Status(int value) implements EditOp {}

    /** Another reason phrase. */
    record Reason(String value) implements EditOp {}

    /**
     * One value for a name: in the place of the first field of that name, or at the end.
     *
     * @param index the field whose name and value are replaced; -1 for all fields of that name
     */
    record HeaderSet(String name, String value, int index) implements EditOp {}

    /** @param index where the field is inserted; -1 for the end */
    record HeaderAdd(String name, String value, int index) implements EditOp {}

    /** @param index the field that is removed, which must have this name; -1 for all fields of that name */
    record HeaderRemove(String name, int index) implements EditOp {}

    /** All fields but for the pseudo-header fields. */
    record HeaderFields(Headers value) implements EditOp {}

    /** One value for the name of a trailer. */
    record TrailerSet(String name, String value) implements EditOp {}

    /** All trailers of a name. */
    record TrailerRemove(String name) implements EditOp {}

    /**
     * Another body.
     *
     * @param text in the charset of the message; null if bytes are given
     * @param bytes null if a text is given; not to be modified
     * @param encoded whether the content codings are already applied
     */
    @SuppressWarnings("ArrayRecordComponent") // a body, which is not compared
    record NewBody(@Nullable String text, byte @Nullable [] bytes, boolean encoded) implements EditOp {}

    /**
     * Another body, which was encoded and stored in the session for this flow.
     *
     * @param note why the body has no content coding although its message names some; null if it has those
     */
    record StoredBody(Body body, @Nullable String note) implements EditOp {}

    /** The whole message as one text; see {@link RawText}. */
    record Raw(String value) implements EditOp {}
}
