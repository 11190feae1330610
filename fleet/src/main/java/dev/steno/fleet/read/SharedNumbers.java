package dev.steno.fleet.read;

import dev.steno.flow.Body;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Notes;
import dev.steno.flow.RecordedBy;
import dev.steno.store.FlowRewrite;

/**
 * Gives a flow, its bodies and its connections the numbers that they have outside of their recorder, which counted from 1 as
 * others did, and notes who that recorder is. Pure.
 */
final class SharedNumbers extends FlowRewrite {
    private final int recorder;
    private final RecordedBy by;

    /** @param by who the recorder is */
    SharedNumbers(int recorder, RecordedBy by) {
        this.recorder = recorder;
        this.by = by;
    }

    @Override
    protected Notes notes(Notes notes) {
        return notes.withRecordedBy(by);
    }

    private long shared(long number) {
        return FlowNumber.of(recorder, FlowNumber.local(number));
    }

    @Override
    protected long id(long id) {
        return shared(id);
    }

    @Override
    protected long parent(long id) {
        return shared(id);
    }

    @Override
    protected long connection(long number) {
        return shared(number);
    }

    @Override
    protected Body body(Body body) {
        return body instanceof Body.Stored stored && stored.id() != 0
                ? new Body.Stored(shared(stored.id()), stored.size(), stored.trueSize(), stored.complete())
                : body;
    }
}
