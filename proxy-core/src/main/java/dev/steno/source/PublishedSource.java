package dev.steno.source;

import dev.steno.flow.BodySource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The pieces of a publisher. */
record PublishedSource(long length, Flow.Publisher<byte[]> publisher) implements BodySource {

    @Override
    public Pieces open(Executor blocking) {
        Reading reading = new Reading();
        publisher.subscribe(reading);
        return reading;
    }

    /**
     * One subscription, with at most one piece asked for. The publisher may call it on any thread, also before it was asked
     * (the end), and a request may come before the subscription.
     */
    private static final class Reading implements Pieces, Flow.Subscriber<byte[]> {
        private Flow.@Nullable Subscription subscription;
        private @Nullable CompletableFuture<@Nullable Piece> asked;
        private boolean over;
        private boolean closed;
        private @Nullable Throwable error;

        @Override
        public CompletionStage<@Nullable Piece> next() {
            CompletableFuture<@Nullable Piece> piece = new CompletableFuture<>();
            Flow.Subscription from;
            synchronized (this) {
                if (over) {
                    return error == null
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.failedFuture(error);
                }
                asked = piece;
                from = subscription;
            }
            if (from != null) {
                from.request(1);
            }
            return piece;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            boolean ask;
            boolean cancel;
            synchronized (this) {
                cancel = closed || subscription != null;
                if (!cancel) {
                    subscription = given;
                }
                ask = asked != null;
            }
            if (cancel) {
                given.cancel();
            } else if (ask) {
                given.request(1);
            }
        }

        @Override
        public void onNext(byte[] bytes) {
            CompletableFuture<@Nullable Piece> to = taken();
            if (to != null) {
                to.complete(new Piece(bytes, 0));
            } else {
                ended(new IllegalStateException("the publisher sent more than it was asked for"));
            }
        }

        @Override
        public void onError(Throwable why) {
            CompletableFuture<@Nullable Piece> to = ended(why);
            if (to != null) {
                to.completeExceptionally(why);
            }
        }

        @Override
        public void onComplete() {
            CompletableFuture<@Nullable Piece> to = ended(null);
            if (to != null) {
                to.complete(null);
            }
        }

        private synchronized @Nullable CompletableFuture<@Nullable Piece> taken() {
            CompletableFuture<@Nullable Piece> to = asked;
            asked = null;
            return to;
        }

        private synchronized @Nullable CompletableFuture<@Nullable Piece> ended(@Nullable Throwable why) {
            over = true;
            error = why;
            return taken();
        }

        @Override
        public void close() {
            Flow.Subscription from;
            synchronized (this) {
                closed = true;
                from = subscription;
            }
            if (from != null) {
                from.cancel();
            }
        }
    }
}
