package dev.steno.web.flows;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import dev.steno.store.FlowHistory;
import dev.steno.store.GivenNote;
import dev.steno.store.SessionReader;
import dev.steno.text.Timestamps;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;

/** The response that shows one flow, all of it but the bodies. Its {@code ETag} is the flow's revision. Stateless. */
public final class FlowDetail {
    private FlowDetail() {}

    /** Returns the response that shows a flow. */
    public static ApiResponse of(Flow flow) throws IOException {
        return of(new FlowHistory(flow, List.of()), flow, FlowHistory.isChanged(flow), List.of());
    }

    /** Returns the response that shows the newest revision of a flow. */
    public static ApiResponse of(FlowHistory history, SessionReader reader) throws IOException {
        return of(history, history.flow(), reader);
    }

    /** @param shown the flow, or an earlier revision of it, whose number says nothing */
    public static ApiResponse of(FlowHistory history, Flow shown, SessionReader reader) throws IOException {
        return of(
                history,
                shown,
                history.isChangedOnItsWay(reader),
                reader.notes(history.flow().id()));
    }

    private static ApiResponse of(FlowHistory history, Flow shown, boolean changedOnItsWay, List<GivenNote> notes)
            throws IOException {
        Flow flow = history.flow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.on(bytes)) {
            new FlowJson(json).write(shown, history.edits(), more -> {
                more.writeNumberProperty("revision", flow.revision());
                more.writeBooleanProperty("changed", flow instanceof HttpFlow http && http.original() != null);
                more.writeBooleanProperty("changed_on_its_way", changedOnItsWay);
                writeNotes(more, notes);
                BodyFacts.write(more, shown);
            });
        }
        return ApiResponse.json(bytes.toByteArray()).with("ETag", tag(flow));
    }

    /** What viewers noted, the newest first; left out if they noted nothing. */
    private static void writeNotes(JsonGenerator json, List<GivenNote> notes) {
        if (notes.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("notes");
        for (GivenNote note : notes) {
            json.writeStartObject();
            json.writeStringProperty(note.kind() == GivenNote.Kind.MARK ? "mark" : "comment", note.text());
            json.writeStringProperty("by", note.author());
            json.writeStringProperty("time", Timestamps.iso(note.time()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Returns the tag of a flow's revision (RFC 9110, 8.8.3). The notes of viewers leave the revision of a flow as it is. */
    public static String tag(Flow flow) {
        String notes = FlowNumber.isShared(flow.id())
                ? "-"
                        + Integer.toHexString(
                                Objects.hash(flow.notes().mark(), flow.notes().comment()))
                : "";
        return "\"" + flow.revision() + notes + "\"";
    }

    /** Whether a request knows the flow's revision, so that 304 answers it. */
    static boolean isKnown(ApiRequest request, Flow flow) {
        return request.header("if-none-match").filter(tag(flow)::equals).isPresent();
    }

    /** Returns the problem of a change that is based on another revision. */
    public static ApiProblem changedMeanwhile(Flow flow) {
        return ApiProblem.of(
                412,
                "flow " + FlowNumber.print(flow.id()) + " was changed meanwhile: it is at revision " + flow.revision()
                        + "; read it again");
    }
}
