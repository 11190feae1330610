package dev.steno.exchange;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the next value of an HTTP flow from the last: one method a component. */
final class Edits {
    private Edits() {}

    static HttpFlow nextRevision(HttpFlow f) {
        return make(f, f.revision() + 1, f.state(), f.duration(), f.server(), f.request(), f.response(), f.error());
    }

    static HttpFlow withServer(HttpFlow f, Peer server) {
        return make(f, f.revision(), f.state(), f.duration(), server, f.request(), f.response(), f.error());
    }

    static HttpFlow withRequest(HttpFlow f, HttpRequest request) {
        return make(f, f.revision(), f.state(), f.duration(), f.server(), request, f.response(), f.error());
    }

    static HttpFlow withResponse(HttpFlow f, @Nullable HttpResponse response) {
        return make(f, f.revision(), f.state(), f.duration(), f.server(), f.request(), response, f.error());
    }

    static HttpFlow withError(HttpFlow f, FlowError error) {
        return make(f, f.revision(), f.state(), f.duration(), f.server(), f.request(), f.response(), error);
    }

    static HttpFlow ended(HttpFlow f, FlowState state, long duration, @Nullable FlowError error) {
        return make(f, f.revision() + 1, state, duration, f.server(), f.request(), f.response(), error);
    }

    static HttpFlow withInterim(HttpFlow f, List<HttpResponse> interim) {
        return new HttpFlow(
                f.id(),
                f.revision(),
                f.state(),
                f.started(),
                f.duration(),
                f.client(),
                f.server(),
                f.request(),
                f.response(),
                interim,
                f.error(),
                f.notes(),
                f.original());
    }

    static HttpFlow withNotes(HttpFlow f, Notes notes) {
        return withNotesAndOriginal(f, notes, f.original());
    }

    /** What handlers made of a flow: messages, notes and metadata are theirs to change, identity and peers are not. */
    static HttpFlow edited(HttpFlow before, HttpFlow after) {
        boolean messages = !after.request().equals(before.request())
                || !java.util.Objects.equals(after.response(), before.response());
        HttpFlow original = before.original() != null ? before.original() : messages ? before : null;
        HttpFlow next = make(
                before,
                before.revision(),
                before.state(),
                before.duration(),
                before.server(),
                after.request(),
                after.response(),
                before.error());
        return withNotesAndOriginal(next, after.notes(), original);
    }

    private static HttpFlow withNotesAndOriginal(HttpFlow f, Notes notes, @Nullable HttpFlow original) {
        return new HttpFlow(
                f.id(),
                f.revision(),
                f.state(),
                f.started(),
                f.duration(),
                f.client(),
                f.server(),
                f.request(),
                f.response(),
                f.interim(),
                f.error(),
                notes,
                original);
    }

    private static HttpFlow make(
            HttpFlow f,
            int revision,
            FlowState state,
            long duration,
            @Nullable Peer server,
            HttpRequest request,
            @Nullable HttpResponse response,
            @Nullable FlowError error) {
        return new HttpFlow(
                f.id(),
                revision,
                state,
                f.started(),
                duration,
                f.client(),
                server,
                request,
                response,
                f.interim(),
                error,
                f.notes(),
                f.original());
    }
}
