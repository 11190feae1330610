package dev.steno.replay.stream;

import dev.steno.exchange.body.EventInjection;
import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.local.ResponseWatch;
import dev.steno.store.BodyReader;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sees the events of a response arrive, and tells when there are as many as were recorded (HTML, 9.2). For one response; its events
 * are counted on the event loop.
 */
public final class EventStreamLimit implements ResponseWatch {
    /** Stands for a response that is no event stream. */
    public static final long NO_STREAM = -1;

    private final long wanted;
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private @Nullable EventStreamCount events; // null if the response is no event stream, or cannot be read
    private volatile long count;

    /** @param wanted how many events were recorded; at least 1 */
    public EventStreamLimit(long wanted) {
        this.wanted = wanted;
    }

    /**
     * Counts the events of a recorded response; {@link #NO_STREAM} if it is no event stream, 0 if its content coding is not known.
     *
     * @throws SessionException if the session cannot be read
     */
    public static long recorded(HttpFlow flow, BodyReader reader) throws SessionException {
        HttpResponse response = flow.response();
        if (response == null || !EventInjection.isEventStream(response)) {
            return NO_STREAM;
        }
        if (response.body() == Body.NONE) {
            return 0;
        }
        EventStreamCount count = open(response);
        if (count == null) {
            return 0;
        }
        try (InputStream body = reader.body(response.body())) {
            for (byte[] piece = body.readNBytes(8192); piece.length > 0; piece = body.readNBytes(8192)) {
                if (!take(count, piece)) {
                    break;
                }
            }
            return count.count();
        } catch (SessionException e) {
            throw e;
        } catch (IOException e) {
            throw new SessionException("the response of flow " + flow.id() + " cannot be read: " + e.getMessage(), e);
        } finally {
            count.close();
        }
    }

    private static @Nullable EventStreamCount open(HttpResponse response) {
        try {
            return new EventStreamCount(response.headers());
        } catch (IOException unknown) {
            return null;
        }
    }

    /** Returns whether more can be taken: a body that is damaged ends. */
    private static boolean take(EventStreamCount count, byte[] piece) {
        try {
            count.take(piece);
            return true;
        } catch (IOException damaged) {
            return false;
        }
    }

    @Override
    public void head(HttpResponse head) {
        events = EventInjection.isEventStream(head) ? open(head) : null;
    }

    @Override
    public void data(byte[] data) {
        EventStreamCount counting = events;
        if (counting == null) {
            return;
        }
        boolean more = take(counting, data);
        count = counting.count();
        if (count >= wanted) {
            reached.complete(null);
        }
        if (!more || count >= wanted) {
            counting.close();
            events = null;
        }
    }

    /** Completes on the event loop once as many events came as were recorded; never if the stream ends before. */
    public CompletionStage<Void> reached() {
        return reached.minimalCompletionStage();
    }

    /** Returns how many events were recorded. */
    public long wanted() {
        return wanted;
    }

    /** Returns how many events came, up to the number that was recorded. Any thread. */
    public long count() {
        return Math.min(count, wanted);
    }
}
