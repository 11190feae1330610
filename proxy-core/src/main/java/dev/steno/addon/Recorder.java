package dev.steno.addon;

import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The recorder's requirements on exchanges. Any thread; never blocks. */
public interface Recorder {

    /** A recorder without requirements: it refuses no exchange and holds no response. */
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
     * Returns the reason why no exchange may begin at present, in one or two sentences for a person; null if exchanges
     * may begin. Called exactly once per exchange, since refusals are counted.
     */
    @Nullable
    String refusal();

    /** Whether no exchange may begin at present. Unlike {@link #refusal}, does not count a refusal. */
    boolean refuses();

    /** Whether the end of a response is held until its record is {@link #kept}. */
    boolean holdsEnds();

    /**
     * Returns a stage that completes, on any thread, once every fact that the calling thread has published is durable;
     * null if they all are already.
     */
    @Nullable
    CompletionStage<Void> kept();

    /** Returns the record, to be read on threads that may block. */
    default RecordedFlows flows() {
        return RecordedFlows.NONE;
    }

    /**
     * Returns a buffer for a full chunk of a stored body, {@link Body.Stored#CHUNK} bytes with arbitrary content.
     * Publishing the buffer as a chunk returns it to the recorder.
     */
    default byte[] piece() {
        return new byte[Body.Stored.CHUNK];
    }

    /**
     * Returns the largest number of bytes recorded of a body; bytes beyond it are forwarded and counted only. Called
     * once per body.
     */
    default long bodyLimit() {
        return Long.MAX_VALUE;
    }

    /** Whether a body that is published now can be read by {@link #body} while its flow is in progress. */
    default boolean readsBodies() {
        return false;
    }

    /**
     * Returns the bytes of a body whose chunks were published. Its first piece waits until they are durable.
     *
     * @param body its first {@link Body.Stored#size} bytes are read
     * @throws UnsupportedOperationException if bodies cannot be read
     */
    default BodySource body(Body.Stored body) {
        throw new UnsupportedOperationException("this recorder does not read bodies");
    }
}
