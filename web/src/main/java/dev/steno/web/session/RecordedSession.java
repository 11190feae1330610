package dev.steno.web.session;

import dev.steno.flow.FlowNumber;
import dev.steno.flow.Flow;
import dev.steno.session.Session;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.View;
import dev.steno.view.Views;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The session that the running Steno records. Any thread that may block. */
public final class RecordedSession {
    /** How long a request waits for the writer; beyond it, it is answered with what is durable. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final Session session;
    private final Views views;
    private final boolean recording;

    /** @param recording whether anything is recorded; if not, requests about flows are refused */
    public RecordedSession(Session session, Views views, boolean recording) {
        this.session = session;
        this.views = views;
        this.recording = recording;
    }

    /**
     * Returns the recorder.
     *
     * @throws ApiProblem 409 if nothing is recorded
     */
    public Session recorder() {
        if (!recording) {
            throw ApiProblem.of(409, "nothing is recorded; start Steno without --session none to have flows");
        }
        return session;
    }

    /**
     * Opens a reader, which the caller closes.
     *
     * @throws ApiProblem 409 if nothing is recorded
     */
    public SessionReader reader() throws SessionException {
        return recorder().reader();
    }

    /** Waits until readers see what was recorded before this call; not longer than a second if the disk is slow. */
    public void settle() {
        try {
            recorder().durable().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // the store fails or is slow: what is durable is shown
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns the newest revision of a flow.
     *
     * @throws ApiProblem 404 if there is none
     */
    public Flow flow(long id, SessionReader reader) throws SessionException {
        return recorder()
                .newest(id, reader)
                .orElseThrow(() -> ApiProblem.notFound("there is no flow " + FlowNumber.print(id) + " in the session"));
    }

    /** Returns the views of the session. */
    public Views views() {
        recorder();
        return views;
    }

    /**
     * Returns the view that a request names; empty if it names none.
     *
     * @throws ApiProblem 404 if it is not open
     */
    public Optional<View> namedView(ApiRequest request) {
        recorder();
        if (request.parameter("view").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(view(request.number("view", 0, 0, Integer.MAX_VALUE)));
    }

    /**
     * Returns a view.
     *
     * @throws ApiProblem 404 if it is not open
     */
    public View view(long number) {
        return views().find((int) number)
                .orElseThrow(() -> ApiProblem.notFound(
                        "view " + number + " is not open; a view is open as long as its live connection"));
    }

    /** Returns the view that a request names, or the one that commands use. */
    public View view(ApiRequest request) {
        return namedView(request).orElseGet(views::main);
    }
}
