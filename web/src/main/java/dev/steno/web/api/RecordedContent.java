package dev.steno.web.api;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.look.BodyLooks;
import dev.steno.look.DecodedBodies;
import dev.steno.look.FlowBody;
import dev.steno.look.FlowMessages;
import dev.steno.store.BodyReader;
import dev.steno.store.FlowHistory;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.session.AskedRevision;
import dev.steno.web.session.RecordedSession;
import org.jspecify.annotations.Nullable;

/**
 * What the resources of bodies and messages read: the recorded session, by a reader of its own that is opened when it is
 * first needed. Any thread but an event loop.
 */
public final class RecordedContent implements AutoCloseable {
    /** What precedes the resources of a recorded body in their paths. */
    static final String BODIES = "/api/v1/flows/{id}/{part}";

    private final RecordedSession session;
    private final DecodedBodies decoded = new DecodedBodies();
    private final BodyLooks looks;
    private final FlowMessages messages = new FlowMessages(decoded);
    private @Nullable SessionReader reader;

    /**
     * @param session what is read
     * @param schema names the fields of the messages of gRPC
     */
    public RecordedContent(RecordedSession session, ProtoSchema schema) {
        this.session = session;
        this.looks = new BodyLooks(decoded, schema);
    }

    /**
     * Returns the reader.
     *
     * @throws ApiProblem 404 if nothing is recorded
     */
    public synchronized SessionReader reader() throws SessionException {
        SessionReader open = reader;
        if (open == null) {
            if (!session.isRecorded()) {
                throw ApiProblem.notFound("nothing is recorded here: --session none keeps no bodies and no messages");
            }
            open = session.reader();
            reader = open;
        }
        return open;
    }

    /** Returns what a body is read from: nothing but the body itself if it is part of its flow. */
    public BodyReader reader(Body body) throws SessionException {
        return !session.isRecorded() && !(body instanceof Body.Stored) ? BodyReader.INLINE : reader();
    }

    DecodedBodies decoded() {
        return decoded;
    }

    BodyLooks looks() {
        return looks;
    }

    /** Returns the lists of messages. */
    public FlowMessages messages() {
        return messages;
    }

    /**
     * Returns a flow.
     *
     * @throws ApiProblem 404 if there is none with this number
     */
    public Flow flow(long id) throws SessionException {
        return reader().flow(id).orElseThrow(() -> ApiProblem.notFound("there is no flow " + FlowNumber.print(id)));
    }

    /**
     * Returns the body that the path of a request names by {@code {id}} and {@code {part}}.
     *
     * @throws ApiProblem 404 if there is none
     */
    BodyChoice.Chosen body(ApiRequest request) throws SessionException {
        Flow flow = flow(request.flow("id"), request.parameter("revision").orElse(""));
        return new BodyChoice.Chosen(flow, body(flow, request.variable("part")), reader());
    }

    /**
     * Returns a body.
     *
     * @param revision as {@link AskedRevision} takes it; empty for the newest one
     * @throws ApiProblem 404 if there is no such body
     */
    FlowBody body(long id, String part, String revision) throws SessionException {
        return body(flow(id, revision), part);
    }

    /**
     * Returns a revision of a flow.
     *
     * @param revision as above
     * @throws ApiProblem 404 if there is no such flow or revision
     */
    Flow flow(long id, String revision) throws SessionException {
        Flow newest = flow(id);
        return revision.isEmpty()
                ? newest
                : AskedRevision.of(revision, new FlowHistory(newest, reader().edits(id)), reader());
    }

    private static FlowBody body(Flow flow, String part) {
        boolean ofRequest = part.equals("request");
        if (!ofRequest && !part.equals("response")) {
            throw ApiProblem.notFound("a flow has the parts request and response, not " + part);
        }
        return FlowBody.of(flow, ofRequest)
                .orElseThrow(() -> ApiProblem.notFound("flow " + FlowNumber.print(flow.id()) + " has no " + part));
    }

    @Override
    public void close() {
        decoded.close();
        synchronized (this) {
            if (reader != null) {
                reader.close();
            }
        }
    }
}
