package dev.steno.tui.data;

import dev.steno.command.Commands;
import dev.steno.log.EventLog;
import dev.steno.option.Options;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.view.FileFeed;
import dev.steno.view.View;
import dev.steno.view.Views;
import java.util.function.LongSupplier;

/** The session that this process records. Any thread. */
public final class LiveSource implements Source {
    private final String name;
    private final Views views;
    private final FileFeed.Opener opener;
    private final Control control;
    private final EventLog log;
    private final LongSupplier held;
    private final SharedStatistics statistics;

    private LiveSource(
            String name, Views views, FileFeed.Opener opener, Control control, EventLog log, LongSupplier held) {
        this.name = name;
        this.views = views;
        this.opener = opener;
        this.control = control;
        this.statistics = new SharedStatistics(opener::open);
        this.log = log;
        this.held = held;
    }

    /**
     * Returns the session of a store.
     *
     * @param views of the session; the main view is shown, on which commands act; it is opened when first asked for
     * @param held counts the held messages
     */
    public static LiveSource of(
            SessionStore store, Views views, Commands commands, Options options, EventLog log, LongSupplier held) {
        Control control = new LocalControl(commands, options::all);
        return new LiveSource(String.valueOf(store.file().getFileName()), views, store::reader, control, log, held);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Relation relation() {
        return Relation.RECORDING;
    }

    @Override
    public View view() {
        return views.main();
    }

    @Override
    public SessionReader reader() throws SessionException {
        return opener.open();
    }

    @Override
    public Statistics statistics() {
        return statistics.get();
    }

    @Override
    public Control control() {
        return control;
    }

    @Override
    public RecordingState state() {
        return new RecordingState(held.getAsLong(), "", log.after(0));
    }

    /** The views are closed by the process that records. */
    @Override
    public void close() {
        statistics.close();
    }
}
