package dev.steno.web.session;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.store.FlowHistory;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;

/** The revision of a flow that a request asks for. Stateless. */
public final class AskedRevision {
    private AskedRevision() {}

    /**
     * Returns the flow in the revision that the parameter {@code revision} names: {@code original}, or the number of an
     * edit, or 0 for the flow as it was recorded; the newest one if it names none.
     *
     * @throws ApiProblem 400 if it is neither, 404 if there is no such revision
     */
    public static Flow of(ApiRequest request, FlowHistory history, SessionReader reader) throws SessionException {
        return of(request.parameter("revision").orElse(""), history, reader);
    }

    /**
     * As above.
     *
     * @param asked empty for the newest one
     */
    public static Flow of(String asked, FlowHistory history, SessionReader reader) throws SessionException {
        if (asked.isEmpty()) {
            return history.flow();
        }
        if (asked.equals("original")) {
            return history.original();
        }
        if (!asked.matches("[0-9]{1,9}")) {
            throw ApiProblem.badRequest("revision must be original or the number of an edit, not " + asked);
        }
        Flow found = history.at(Integer.parseInt(asked), reader).orElse(null);
        if (found == null) {
            throw ApiProblem.notFound("flow " + FlowNumber.print(history.flow().id()) + " has no revision " + asked
                    + "; its last one is " + history.edits().size());
        }
        return found;
    }
}
