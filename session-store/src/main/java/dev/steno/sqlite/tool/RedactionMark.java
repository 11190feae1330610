package dev.steno.sqlite.tool;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.redact.Redacted;

/** Marks flows of which something beside them was redacted. Pure functions. */
final class RedactionMark {
    private RedactionMark() {}

    /** A flow with the mark of a redacted one, at the same revision. @param kinds what was redacted, separated by commas */
    static Flow marked(Flow flow, String kinds) {
        Notes notes = Redacted.marked(flow.notes(), kinds);
        return flow instanceof HttpFlow http ? http.withMarks(notes) : withNotes((TcpFlow) flow, notes);
    }

    private static TcpFlow withNotes(TcpFlow flow, Notes notes) {
        return new TcpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.target(),
                flow.protocol(),
                flow.sentByClient(),
                flow.sentByServer(),
                flow.messages(),
                flow.parent(),
                flow.error(),
                notes,
                flow.holds());
    }
}
