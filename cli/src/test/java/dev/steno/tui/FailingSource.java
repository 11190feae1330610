package dev.steno.tui;

import dev.steno.rule.RuleCommands;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.tui.data.Control;
import dev.steno.tui.data.Interception;
import dev.steno.tui.data.RecordingState;
import dev.steno.tui.data.Source;
import dev.steno.view.View;
import java.util.List;

/** A source whose name cannot be told from a moment on, so that the first line of the screen cannot be made. */
final class FailingSource implements Source {
    private final Source whole;
    private volatile boolean broken;

    FailingSource(Source whole) {
        this.whole = whole;
    }

    /** Has it fail from now on. Any thread. */
    void fail() {
        broken = true;
    }

    @Override
    public String name() {
        if (broken) {
            throw new IllegalStateException("made to fail");
        }
        return whole.name();
    }

    @Override
    public Relation relation() {
        return whole.relation();
    }

    @Override
    public View view() {
        return whole.view();
    }

    @Override
    public SessionReader reader() throws SessionException {
        return whole.reader();
    }

    @Override
    public Control control() {
        return whole.control();
    }

    @Override
    public RecordingState state() {
        return whole.state();
    }

    @Override
    public Statistics statistics() {
        return whole.statistics();
    }

    @Override
    public Interception interception() {
        return whole.interception();
    }

    @Override
    public List<RuleCommands.Listed> rules() {
        return whole.rules();
    }

    @Override
    public void close() {
        whole.close();
    }
}
