package dev.steno.web.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose JSON may contain a body, and so may be larger than that of others. A large one takes several times its size
 * until it is answered, so only a few are in memory at a time, and further ones wait. Request threads.
 */
public final class LargeJson {
    /** Upper bound on the JSON of a request, in bytes: a body of 5 MiB may be all characters that are escaped. */
    public static final int MOST = 16 << 20;

    /** How many requests above {@link #SMALL} are in memory at a time, of all servers of this process. */
    static final int AT_ONCE = 4;

    private static final int SMALL = 1 << 20; // bytes, as of requests of other routes
    private static final int PATIENCE_SECONDS = 30;
    private static final Semaphore ROOM = new Semaphore(AT_ONCE);

    private LargeJson() {}

    /** Answers a request by its JSON. */
    public interface Answer {
        /** @param body in the order of its members; empty if nothing was sent */
        ApiResponse of(Map<String, @Nullable Object> body) throws IOException;
    }

    /**
     * Reads the JSON of a request to a {@linkplain Route#upload route for uploads}, and answers it.
     *
     * @param larger what to do with a larger body, as a main clause
     * @throws ApiProblem 400 if it is not one JSON object, 413 if it is larger than {@link #MOST}, 503 if there is no room
     *     for it within 30 s
     */
    public static ApiResponse answer(ApiRequest request, String larger, Answer answer) throws IOException {
        byte[] start = request.content().readNBytes(SMALL);
        if (start.length < SMALL) {
            return answer.of(start.length == 0 ? Map.of() : RequestJson.object(start));
        }
        awaitRoom();
        try {
            byte[] all =
                    new SequenceInputStream(new ByteArrayInputStream(start), request.content()).readNBytes(MOST + 1);
            if (all.length > MOST) {
                throw ApiProblem.of(413, "an edit has at most " + (MOST >> 20) + " MiB of JSON; " + larger);
            }
            return answer.of(RequestJson.object(all));
        } finally {
            ROOM.release();
        }
    }

    private static void awaitRoom() throws IOException {
        try {
            if (!ROOM.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw ApiProblem.of(
                        503,
                        AT_ONCE + " edits above 1 MiB are in progress, the most at a time, and none ended within "
                                + PATIENCE_SECONDS + " s; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the edit waited for others", e);
        }
    }
}
