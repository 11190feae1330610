package dev.steno.fleet.ship;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stored bodies and the messages of one flow as a store gets them, for the index of texts: those of the session if they are
 * sent as they are, else what {@link PieceShipping} kept of them. For the shipper's thread.
 */
final class OutgoingContent implements ContentSource {
    /** Bytes kept of a body and of all messages. The index takes no more of a text. */
    private static final int MOST = 1 << 20;

    /** The session; null if bodies and messages are redacted. */
    private final @Nullable ContentSource recorded;

    private final Map<Long, ByteArrayOutputStream> bodies = new HashMap<>(4);
    private final List<Message> messages = new ArrayList<>();
    private long messageBytes;
    private boolean foundPieces;

    OutgoingContent(@Nullable ContentSource recorded) {
        this.recorded = recorded;
    }

    /** Keeps a piece of a redacted body. */
    void addPiece(long body, byte[] data) {
        ByteArrayOutputStream kept = bodies.computeIfAbsent(body, none -> new ByteArrayOutputStream());
        if (kept.size() <= MOST) {
            kept.writeBytes(data);
        }
    }

    /** Keeps redacted messages. */
    void addMessages(List<Message> redacted) {
        for (Message message : redacted) {
            if (messageBytes <= MOST) {
                messages.add(message);
                messageBytes += message.data().length;
            }
        }
    }

    /** Notes that the store had a piece of the flow before this call sent any. */
    void foundPieces() {
        foundPieces = true;
    }

    /** Whether the store had a piece of the flow before. */
    boolean hasFoundPieces() {
        return foundPieces;
    }

    /** Null as well if the body was not kept whole, so that the index does not take a part of it for all. */
    @Override
    public @Nullable InputStream open(Body.Stored body) {
        if (recorded != null) {
            return recorded.open(body);
        }
        ByteArrayOutputStream kept = bodies.get(body.id());
        return kept == null || kept.size() > MOST ? null : new ByteArrayInputStream(kept.toByteArray());
    }

    @Override
    public Match anyMessage(Flow flow, Predicate<Message> test) {
        if (recorded != null) {
            return recorded.anyMessage(flow, test);
        }
        return messages.stream().anyMatch(test) ? Match.YES : Match.NO;
    }
}
