package dev.steno.web.session;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.session.Session;
import dev.steno.store.NoteTaker;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.FlowSource;
import dev.steno.view.SessionSource;
import dev.steno.view.View;
import dev.steno.view.Views;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The session that resources are about: the one that this Steno records, or one that is only read. Any thread that may block. */
public final class RecordedSession {
    /** How long a request waits for the writer; beyond it, it is answered with what is durable. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final String name;
    private final Path place;
    private final boolean isFile;
    private final FlowSource source;
    private final Views views;
    private final @Nullable Session recorder;
    private final @Nullable NoteTaker noteTaker;
    private final boolean recorded;

    private RecordedSession(
            String name,
            Path place,
            boolean isFile,
            FlowSource source,
            Views views,
            @Nullable Session recorder,
            @Nullable NoteTaker noteTaker,
            boolean recorded) {
        this.name = name;
        this.place = place;
        this.isFile = isFile;
        this.source = source;
        this.views = views;
        this.recorder = recorder;
        this.noteTaker = noteTaker;
        this.recorded = recorded;
    }

    /** Returns the session that this Steno records. */
    public static RecordedSession recording(Session session, Views views) {
        Path file = session.store().file();
        return new RecordedSession(
                String.valueOf(file.getFileName()), file, true, new SessionSource(session), views, session, null, true);
    }

    /** Returns the session of a Steno that records nothing: requests about flows are refused. */
    public static RecordedSession unrecorded(Session session, Views views) {
        return new RecordedSession("", Path.of("none"), false, new SessionSource(session), views, session, null, false);
    }

    /**
     * Returns a session that is only read: requests that would change it are refused.
     *
     * @param name for people
     * @param file where it is; null if it is not one file
     * @param notes takes the marks and comments of viewers; null if nothing does
     */
    public static RecordedSession readOnly(
            String name, @Nullable Path file, FlowSource source, Views views, @Nullable NoteTaker notes) {
        return new RecordedSession(
                name,
                file == null ? Path.of(name.replaceAll("[^\\w.@-]+", "-")) : file,
                file != null,
                source,
                views,
                null,
                notes,
                true);
    }

    /** Returns its name for people; empty if nothing is recorded. */
    public String name() {
        return name;
    }

    /** Returns whether there are flows, since something is recorded. */
    public boolean isRecorded() {
        return recorded;
    }

    /**
     * Checks that there are flows.
     *
     * @throws ApiProblem 409 if nothing is recorded
     */
    public void requireRecorded() {
        if (!recorded) {
            throw ApiProblem.of(409, "nothing is recorded; start Steno without --session none to have flows");
        }
    }

    /**
     * Returns the recorder, by which flows are changed.
     *
     * @throws ApiProblem 409 if nothing is recorded, 403 if the session is only read
     */
    public Session recorder() {
        requireRecorded();
        if (recorder == null) {
            throw ApiProblem.of(403, name + " is open read-only, so nothing in it is changed");
        }
        return recorder;
    }

    /** Returns what takes the notes of viewers; null if the recorder takes them, or nothing does. */
    public @Nullable NoteTaker noteTaker() {
        requireRecorded();
        return noteTaker;
    }

    /** Returns its file; for a store of several recorders, a path that stands for it in names and messages. */
    public Path place() {
        requireRecorded();
        return place;
    }

    /** Returns whether the session is one file, which can be copied. */
    public boolean isFile() {
        return isFile;
    }

    /** Returns where its flows come from, and their changes. */
    public FlowSource source() {
        return source;
    }

    /**
     * Opens a reader, which the caller closes.
     *
     * @throws ApiProblem 409 if nothing is recorded
     */
    public SessionReader reader() throws SessionException {
        requireRecorded();
        return source.reader();
    }

    /** Waits until readers see what was recorded before this call; not longer than a second if the disk is slow. */
    public void settle() {
        requireRecorded();
        try {
            source.inReach(true).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // the store fails or is slow: what is durable is shown
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the newest revision of a flow; empty if there is none. */
    public Optional<Flow> newest(long id, SessionReader reader) throws SessionException {
        Flow waiting = source.waiting(id);
        return waiting != null ? Optional.of(waiting) : reader.flow(id);
    }

    /**
     * Returns the newest revision of a flow.
     *
     * @throws ApiProblem 404 if there is none
     */
    public Flow flow(long id, SessionReader reader) throws SessionException {
        return newest(id, reader)
                .orElseThrow(() -> ApiProblem.notFound("there is no flow " + FlowNumber.print(id) + " in the session"));
    }

    /** Returns the views of the session. */
    public Views views() {
        requireRecorded();
        return views;
    }

    /**
     * Returns the view that a request names; empty if it names none.
     *
     * @throws ApiProblem 404 if it is not open
     */
    public Optional<View> namedView(ApiRequest request) {
        requireRecorded();
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
