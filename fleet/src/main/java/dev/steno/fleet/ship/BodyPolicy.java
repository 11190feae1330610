package dev.steno.fleet.ship;

import dev.steno.flow.Body;
import dev.steno.option.ByteSize;
import dev.steno.store.FlowRewrite;

/**
 * Which bodies are shipped: those of at most this many recorded bytes. Of the others, the store has the true size. Immutable.
 *
 * @param largest in bytes; 0 for none, {@link #ALL} for all
 */
public record BodyPolicy(long largest) {
    /** Ships all bodies. */
    public static final BodyPolicy ALL = new BodyPolicy(Long.MAX_VALUE);

    /**
     * Parses {@code none}, a size, or {@code all}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static BodyPolicy parse(String text) {
        return switch (text) {
            case "none" -> new BodyPolicy(0);
            case "all" -> ALL;
            default -> new BodyPolicy(ByteSize.parse(text).bytes());
        };
    }

    /** Returns the flow rewrite that leaves the others out. */
    FlowRewrite rewrite() {
        return new FlowRewrite() {
            @Override
            protected Body body(Body body) {
                boolean shipped = body.size() <= largest || body == Body.NONE;
                return shipped ? body : new Body.Stored(0, 0, body.trueSize(), isComplete(body));
            }
        };
    }

    private static boolean isComplete(Body body) {
        return !(body instanceof Body.Stored stored) || stored.complete();
    }
}
