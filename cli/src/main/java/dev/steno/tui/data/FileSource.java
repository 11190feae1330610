package dev.steno.tui.data;

import dev.steno.command.CommandException;
import dev.steno.command.Commands;
import dev.steno.option.ValueTypes;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.FileFeed;
import dev.steno.view.View;
import dev.steno.view.Views;
import dev.steno.view.command.SessionOpener;
import dev.steno.view.command.ViewCommands;
import dev.steno.view.command.ViewTypes;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A session file, which another process may be recording to. Any thread. */
public final class FileSource implements Source {
    /** How often the file is polled: as often as frames are drawn. */
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final String name;
    private final FileFeed feed;
    private final SharedStatistics statistics;
    private final FileFeed.Opener opener;
    private final Views views;
    private final View view;
    private final Relation relation;
    private final Control control;
    private final Supplier<RecordingState> state;

    /**
     * Opens a session.
     *
     * @param others opens the sessions that flows are copied from
     */
    private FileSource(String name, FileFeed.Opener opener, SessionOpener others, Recorder recorder)
            throws SessionException {
        this.name = name;
        this.opener = opener;
        this.statistics = new SharedStatistics(opener::open);
        this.feed = new FileFeed(opener, false);
        this.views = Views.of(feed);
        this.view = views.open();
        this.relation = recorder.relation();
        Commands own = new Commands(ViewTypes.over(ValueTypes.STANDARD));
        ViewCommands.register(
                own,
                () -> view,
                () -> views,
                () -> {
                    throw new CommandException(name + " is open for reading only, as no Steno records to it");
                },
                others);
        this.control = recorder.control().apply(view, new LocalControl(own, () -> {
            throw new CommandException(name + " has no options, as no Steno records to it");
        }));
        this.state = recorder.state();
        feed.start(BETWEEN);
    }

    /**
     * The process that records.
     *
     * @param control returns the control, given the view and the control of its commands
     */
    private record Recorder(
            Relation relation, BiFunction<View, Control, Control> control, Supplier<RecordingState> state) {}

    /** Opens a file that no process records to. Blocks. */
    public static FileSource readOnly(String name, FileFeed.Opener opener, SessionOpener others)
            throws SessionException {
        return new FileSource(
                name, opener, others, new Recorder(Relation.READ_ONLY, (view, own) -> own, () -> RecordingState.NONE));
    }

    /**
     * Opens a file that another process records to. Blocks.
     *
     * @param control returns what calls the commands of that process, given the view and the control of its commands
     * @param state tells the state of that process
     */
    public static FileSource beside(
            String name,
            FileFeed.Opener opener,
            SessionOpener others,
            BiFunction<View, Control, Control> control,
            Supplier<RecordingState> state)
            throws SessionException {
        return new FileSource(name, opener, others, new Recorder(Relation.BESIDE, control, state));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Relation relation() {
        return relation;
    }

    @Override
    public View view() {
        return view;
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
        return state.get();
    }

    @Override
    public void close() {
        statistics.close();
        views.close();
        feed.close();
    }
}
