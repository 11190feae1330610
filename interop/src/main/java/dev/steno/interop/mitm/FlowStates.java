package dev.steno.interop.mitm;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.loss.LossReport;
import dev.steno.interop.tnetstring.TnetCursor;
import dev.steno.interop.tnetstring.TnetType;
import dev.steno.interop.tnetstring.TnetstringException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What flows of all kinds have in their state: notes, error and state. Stateless. */
final class FlowStates {
    /** The metadata key of a flow that a person ended. */
    static final String KILLED = "import.killed";

    /** Upper bound on the bytes of a value of the metadata. */
    private static final int LONGEST_VALUE = 64 << 10;

    private static final JsonFactory JSON = new JsonFactory();

    private FlowStates() {}

    /** Returns mark, comment, metadata and replay, with where the flow comes from. */
    static Notes notes(StateDict flow, String origin, String place, LossReport losses) throws TnetstringException {
        Map<String, String> metadata = new TreeMap<>();
        StateDict values = flow.dict("metadata");
        if (values != null) {
            for (String key : values.keys()) {
                TnetCursor value = values.get(key);
                if (value != null && !key.equals(StenoFacts.KEY)) {
                    metadata.put(key, text(value, losses, place));
                }
            }
        }
        if ("Connection killed.".equals(message(flow))) {
            metadata.put(KILLED, "true");
        }
        metadata.put(ImportMarks.FROM, origin);
        metadata.put(ImportMarks.PLACE, place);
        String comment = flow.text("comment");
        return new Notes(mark(flow), comment == null ? "" : comment, metadata, replay(flow));
    }

    /** A mark was a boolean before format 13. */
    private static String mark(StateDict flow) {
        TnetCursor marked = flow.get("marked");
        if (marked == null) {
            return "";
        }
        if (marked.type() == TnetType.TEXT || marked.type() == TnetType.BYTES) {
            String text = flow.text("marked");
            return text == null ? "" : text;
        }
        return StateDict.bool(marked) ? ":default:" : "";
    }

    /** Before format 9, requests and responses had a flag of their own. */
    private static Notes.Replay replay(StateDict flow) throws TnetstringException {
        String which = flow.text("is_replay");
        if (which != null) {
            return which.equals("request")
                    ? Notes.Replay.REQUEST
                    : which.equals("response") ? Notes.Replay.RESPONSE : Notes.Replay.NONE;
        }
        StateDict request = flow.dict("request");
        StateDict response = flow.dict("response");
        if (request != null && request.bool("is_replay")) {
            return Notes.Replay.REQUEST;
        }
        return response != null && response.bool("is_replay") ? Notes.Replay.RESPONSE : Notes.Replay.NONE;
    }

    private static @Nullable String message(StateDict flow) throws TnetstringException {
        StateDict error = flow.dict("error");
        return error == null ? null : error.text("msg");
    }

    /**
     * Returns why a flow failed; null if it did not.
     *
     * @param begun when the flow began, for an error without a time
     */
    static @Nullable FlowError error(StateDict flow, StenoFacts facts, long begun) throws TnetstringException {
        StateDict error = flow.dict("error");
        if (error == null) {
            return null;
        }
        String message = error.text("msg");
        long time = error.time("timestamp");
        return new FlowError(
                step(facts.text(StenoFacts.STEP), message == null ? "" : message),
                message == null ? "" : message,
                Times.isSet(time) ? time : Times.isSet(begun) ? begun : 0);
    }

    private static FlowError.Step step(@Nullable String named, String message) {
        for (FlowError.Step step : FlowError.Step.values()) {
            if (step.name().toLowerCase(Locale.ROOT).equals(named)) {
                return step;
            }
        }
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("client tls handshake") || words.contains("client handshake")) {
            return FlowError.Step.CLIENT_TLS;
        }
        if (words.contains("tls") || words.contains("ssl") || words.contains("certificate")) {
            return FlowError.Step.SERVER_TLS;
        }
        if (words.contains("resol") || words.contains("getaddrinfo") || words.contains("name or service")) {
            return FlowError.Step.RESOLVE;
        }
        return words.contains("refused") || words.contains("connect call failed") || words.contains("unreachable")
                ? FlowError.Step.CONNECT
                : FlowError.Step.RESPONSE;
    }

    /** Returns the state that the file names, or that follows. */
    static FlowState state(StenoFacts facts, FlowState follows) {
        String named = facts.text(StenoFacts.STATE);
        for (FlowState state : FlowState.values()) {
            if (state != FlowState.OPEN && state.label().equals(named)) {
                return state;
            }
        }
        return follows;
    }

    /** A value of the metadata as text: text as it is, anything else as JSON; what is too long is left out and counted. */
    private static String text(TnetCursor value, LossReport losses, String place) throws TnetstringException {
        if (value.size() > LONGEST_VALUE) {
            losses.count(Loss.DETAILS, place + ": a value of the metadata");
            return "(" + value.size() + " bytes)";
        }
        if (value.type() == TnetType.TEXT || value.type() == TnetType.BYTES) {
            return StateDict.utf8(value.payload());
        }
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json(value, json);
        }
        return out.toString();
    }

    private static void json(TnetCursor value, JsonGenerator to) throws TnetstringException {
        TnetType type = value.type();
        if (type == null) {
            to.writeNull();
            return;
        }
        switch (type) {
            case TEXT, BYTES -> to.writeString(StateDict.utf8(value.payload()));
            case INTEGER -> to.writeNumber(value.bigInteger());
            case FLOAT -> to.writeNumber(value.real());
            case BOOLEAN -> to.writeBoolean(StateDict.bool(value));
            case NULL -> to.writeNull();
            case LIST -> {
                to.writeStartArray();
                value.enter();
                while (value.next() != null) {
                    json(value, to);
                }
                value.leave();
                to.writeEndArray();
            }
            case DICTIONARY -> {
                to.writeStartObject();
                value.enter();
                while (value.next() != null) {
                    to.writeName(value.key());
                    value.next();
                    json(value, to);
                }
                value.leave();
                to.writeEndObject();
            }
        }
    }
}
