package dev.steno.web.held;

import dev.steno.edit.HeldEdit;
import dev.steno.edit.MessagePart;
import dev.steno.flow.Body;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.hold.HeldFlows;
import dev.steno.look.FlowBody;
import dev.steno.session.HeldBodies;
import dev.steno.store.SessionException;
import dev.steno.web.api.BodyChoice;
import dev.steno.web.api.ContentResources;
import dev.steno.web.api.RecordedContent;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.util.List;

/** The bodies of held messages as their drafts are, in memory or in the session; they are read in parts. */
public final class HeldContent {
    private final HeldFlows held;
    private final RecordedContent content;
    private final HeldBodies bodies;

    public HeldContent(HeldFlows held, RecordedContent content, HeldBodies bodies) {
        this.held = held;
        this.content = content;
        this.bodies = bodies;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return ContentResources.bodies(content, "/api/v1/held/{id}", this::body);
    }

    private BodyChoice.Chosen body(ApiRequest request) throws IOException {
        HttpFlow draft = Decisions.await(held.draft(request.flow("id")));
        FlowBody body = FlowBody.of(draft, HeldEdit.part(draft) == MessagePart.REQUEST)
                .orElseThrow(
                        () -> ApiProblem.notFound("flow " + FlowNumber.print(draft.id()) + " has no such message"));
        if (body.body() instanceof Body.Stored) {
            try {
                bodies.awaitReadable();
            } catch (SessionException e) {
                throw ApiProblem.of(503, String.valueOf(e.getMessage()));
            }
        }
        return new BodyChoice.Chosen(draft, body, content.reader(body.body()));
    }
}
