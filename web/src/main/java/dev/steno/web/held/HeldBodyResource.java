package dev.steno.web.held;

import dev.steno.content.encode.EncodingStream;
import dev.steno.edit.EditOp;
import dev.steno.edit.HeldEdit;
import dev.steno.edit.MessagePart;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.hold.HeldFlows;
import dev.steno.session.BodyUpload;
import dev.steno.session.Session;
import dev.steno.store.SessionException;
import dev.steno.web.flows.FlowDetail;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/** Bodies of any size for held messages, which are written to the session as they arrive. */
public final class HeldBodyResource {
    private final HeldFlows held;
    private final Session session;

    public HeldBodyResource(HeldFlows held, Session session) {
        this.held = held;
        this.session = session;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(new Route(
                "PUT",
                "/api/v1/held/{id}/body",
                "Replaces the body of a held message by the request's bytes, of any size; its content codings are applied unless"
                        + " encoded is on. If-Match takes an ETag.",
                this::put,
                true));
    }

    private ApiResponse put(ApiRequest request) throws IOException {
        long flow = request.flow("id");
        Flow now = Decisions.await(held.get(flow));
        int revision = HeldResource.revision(request);
        if (revision != HeldFlows.ANY_REVISION && revision != now.revision()) {
            throw ApiProblem.of(412, "flow " + flow + " was changed meanwhile: it is at revision " + now.revision());
        }
        Hold hold = Objects.requireNonNull(now.held(), "the flow is held");
        if (!hold.point().hasBody()) {
            throw ApiProblem.of(422, "only the head of this message is held; its body is sent as it comes");
        }
        if (!session.readsBodies()) {
            throw ApiProblem.of(
                    422, "no session is recorded that could keep the body; send it by PATCH, up to 1 MiB of JSON");
        }
        EditOp edit;
        try {
            edit = stored(request, headers((HttpFlow) now));
        } catch (SessionException e) {
            throw ApiProblem.of(503, String.valueOf(e.getMessage()));
        }
        Flow changed = Decisions.await(held.edit(flow, now.revision(), List.of(edit), Caller.of(request)));
        return FlowDetail.of((HttpFlow) changed);
    }

    private static Headers headers(HttpFlow flow) {
        HttpResponse response = flow.response();
        return HeldEdit.part(flow) == MessagePart.REQUEST || response == null
                ? flow.request().headers()
                : response.headers();
    }

    private EditOp stored(ApiRequest request, Headers headers) throws IOException {
        BodyUpload upload = new BodyUpload(session);
        if (request.isOn("encoded")) {
            request.content().transferTo(upload);
            return new EditOp.StoredBody(upload.body(), null);
        }
        EncodingStream coded = EncodingStream.of(headers, upload);
        try (OutputStream plain = coded.plain()) {
            request.content().transferTo(plain);
        }
        Body body = upload.body();
        return new EditOp.StoredBody(body, coded.note());
    }
}
