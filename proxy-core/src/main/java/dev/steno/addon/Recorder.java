package dev.steno.addon;

import dev.steno.flow.Body;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the recorder requires of exchanges. Any thread; never blocks. */
public interface Recorder {

    /** Requires nothing. */
    Recorder UNDEMANDING = new Recorder() {
        @Override
        public @Nullable String refusal() {
            return null;
        }

        @Override
        public boolean refuses() {
            return false;
        }

        @Override
        public @Nullable CompletionStage<Void> kept() {
            return null;
        }

        @Override
        public boolean holdsEnds() {
            return false;
        }
    };

    /**
     * Returns why no exchange may begin now, in a sentence or two for a person; null if it may. Called once per
     * exchange, since refusals are counted.
     */
    @Nullable
    String refusal();

    /** Whether no exchange may begin now; does not count as a refusal. */
    boolean refuses();

    /** Whether the end of a response is held until its record is {@link #kept}. */
    boolean holdsEnds();

    /**
     * Returns a stage that completes, on any thread, once every fact that this thread published before is durable; null
     * if there is nothing to wait for.
     */
    @Nullable
    CompletionStage<Void> kept();

    /**
     * Returns a buffer for a full chunk of a stored body, {@link Body.Stored#CHUNK} bytes with arbitrary content. The
     * recorder owns it again once it was published as a chunk.
     */
    default byte[] piece() {
        return new byte[Body.Stored.CHUNK];
    }

    /**
     * Returns the largest number of bytes recorded of a body; the rest is forwarded and counted. Called once per body.
     */
    default long bodyLimit() {
        return Long.MAX_VALUE;
    }
}
