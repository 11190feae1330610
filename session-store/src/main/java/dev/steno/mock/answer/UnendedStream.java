package dev.steno.mock.answer;

import dev.steno.content.ContentCodingException;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.DuplexSource;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.PieceTimes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A recorded stream of events, or of messages of gRPC, that its server had not ended: its client left, or Steno ended it. What was
 * recorded is sent, and no end follows it, so that the exchange lasts until this client leaves. Stateless.
 */
public final class UnendedStream {
    private UnendedStream() {}

    /** Whether the response of a flow is such a stream, of which all that came is recorded. */
    public static boolean isRecorded(HttpFlow flow) {
        HttpResponse response = flow.response();
        FlowError error = flow.error();
        // a server that ends a response too early fails it at another step
        return response != null
                && response.status() / 100 == 2
                && response.trailers() == null
                && flow.webSocket() == null
                && PieceTimes.areKeptFor(response.headers())
                && error != null
                && error.step() == FlowError.Step.RELAY
                && response.body().size() == response.body().trueSize()
                && !(response.body() instanceof Body.Stored stored && stored.complete());
    }

    /** Returns a body that yields the same bytes and does not end. */
    static BodySource of(BodySource recorded) {
        return recorded instanceof DuplexSource conversation
                ? new UnendedConversation(conversation)
                : new UnendedBody(recorded);
    }

    private record UnendedBody(BodySource recorded) implements BodySource {
        @Override
        public long length() {
            return -1;
        }

        @Override
        public Pieces open(Executor blocking) {
            return new Reading(recorded.open(blocking));
        }
    }

    private record UnendedConversation(DuplexSource recorded) implements DuplexSource {
        @Override
        public long length() {
            return -1;
        }

        @Override
        public void requestData(byte[] bytes) {
            recorded.requestData(bytes);
        }

        @Override
        public void requestEnded() {
            recorded.requestEnded();
        }

        @Override
        public Pieces open(Executor blocking) {
            return new Reading(recorded.open(blocking));
        }
    }

    /** One reading. What is recorded is closed once all of it is read, on the thread that has read it. */
    private static final class Reading implements BodySource.Pieces {
        private final BodySource.Pieces recorded;
        private final AtomicBoolean closed = new AtomicBoolean();

        Reading(BodySource.Pieces recorded) {
            this.recorded = recorded;
        }

        @Override
        public CompletionStage<BodySource.@Nullable Piece> next() {
            CompletableFuture<BodySource.@Nullable Piece> next = new CompletableFuture<>();
            recorded.next().whenComplete((piece, error) -> {
                if (piece != null) {
                    next.complete(piece);
                } else if (error == null || isCut(error)) {
                    close(); // and the next piece never comes
                } else {
                    next.completeExceptionally(error);
                }
            });
            return next;
        }

        /** Whether the end is missing that a content coding has. */
        private static boolean isCut(Throwable error) {
            return error.getCause() instanceof ContentCodingException coding
                    && coding.reason() == ContentCodingException.Reason.CORRUPT;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                recorded.close();
            }
        }
    }
}
