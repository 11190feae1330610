package dev.steno.addon;

import dev.steno.flow.Body;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What whoever keeps the record asks of the exchanges. Any thread; never blocks. */
public interface Recorder {

    /** Asks for nothing: exchanges begin and end as they come. */
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
     * Why no exchange may begin now, in a sentence or two for people; null while they may. Asked once by each that would:
     * the answer is counted.
     */
    @Nullable
    String refusal();

    /** Whether no exchange may begin now, for those who only look. */
    boolean refuses();

    /** Whether the end of a response is to be held back until the record of it is {@link #kept}. */
    boolean holdsEnds();

    /** Completes, on any thread, once all that this thread told before is kept; null where nothing is to be waited for. */
    @Nullable
    CompletionStage<Void> kept();

    /**
     * A buffer for a whole piece of a stored body, {@link Body.Stored#CHUNK} bytes, whatever is in it. It is the record
     * keeper's again once it was told as a piece.
     */
    default byte[] piece() {
        return new byte[Body.Stored.CHUNK];
    }

    /** How many bytes of a body are recorded at most; what is beyond passes and is counted. Asked once for each body. */
    default long bodyLimit() {
        return Long.MAX_VALUE;
    }
}
