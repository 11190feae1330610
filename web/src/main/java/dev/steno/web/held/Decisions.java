package dev.steno.web.held;

import dev.steno.addon.FlowActionException;
import dev.steno.web.http.ApiProblem;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what event loops do with held messages. Any thread that may block. */
public final class Decisions {
    /** An event loop that does not answer within this time is overloaded. */
    private static final long PATIENCE_SECONDS = 30;

    private Decisions() {}

    /**
     * Returns the result of a stage.
     *
     * @throws ApiProblem 404 if the flow has ended, 409 if it is not held, 412 if it was changed meanwhile, 422 if the
     *     change does not fit, 503 if the event loop does not answer
     */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FlowActionException refused) {
                throw problem(refused);
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw ApiProblem.of(503, "the proxy did not answer within " + PATIENCE_SECONDS + " s; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiProblem.of(503, "the proxy stops");
        }
    }

    /** What is done with a held message on this thread. */
    interface Deed<T> {
        T run() throws IOException;
    }

    /**
     * Returns what a deed returns.
     *
     * @throws ApiProblem as {@link #await}, and 503 if the session cannot be read or written
     */
    static <T> T done(Deed<T> deed) {
        try {
            return deed.run();
        } catch (FlowActionException e) {
            throw problem(e);
        } catch (IOException e) {
            throw ApiProblem.of(503, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the problem that an API tells of an action that was not done. */
    public static ApiProblem problem(FlowActionException refused) {
        int status = switch (refused.reason()) {
            case ENDED -> 404;
            case NOT_HELD -> 409;
            case STALE -> 412;
            case INVALID -> 422;
        };
        return ApiProblem.of(status, String.valueOf(refused.getMessage()));
    }
}
