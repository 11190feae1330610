package dev.steno.tui.data;

import dev.steno.command.CommandException;
import dev.steno.command.Commands;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.option.ValueTypes;
import dev.steno.rule.RuleCommands;
import dev.steno.stats.Statistics;
import dev.steno.store.NoteTaker;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.FlowFeed;
import dev.steno.view.OpenableSession;
import dev.steno.view.View;
import dev.steno.view.Views;
import dev.steno.view.command.FlowEditor;
import dev.steno.view.command.NotesEditor;
import dev.steno.view.command.SessionOpener;
import dev.steno.view.command.ViewCommands;
import dev.steno.view.command.ViewTypes;
import dev.steno.view.command.ViewerNotesEditor;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A session that this process does not record but follows: a file, or a store of several recorders. Any thread. */
public final class FollowedSource implements Source {
    /** How often the session is polled: as often as frames are drawn. */
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final String name;
    private final FlowFeed feed;
    private final SharedStatistics statistics;
    private final Views views;
    private final View view;
    private final Relation relation;
    private final Control control;
    private final @Nullable Neighbour recorder;
    private final String lack;
    private final String refusal;
    private volatile KeptLines kept = KeptLines.NONE;
    private volatile ProtoSchema schema = ProtoSchema.NONE;

    /**
     * @param feed reports changes
     * @param others opens the sessions that flows are copied from
     * @param commands objects with further commands of this process
     * @param lack see {@link #lack}
     * @param notes takes the marks and comments of viewers; null if nothing does
     */
    private FollowedSource(
            String name,
            String lack,
            FlowFeed feed,
            SessionOpener others,
            List<Object> commands,
            @Nullable NoteTaker notes,
            @Nullable Neighbour recorder) {
        this.name = name;
        this.lack = lack;
        this.refusal = name + " is open for reading only, as " + lack;
        this.statistics = new SharedStatistics(feed::reader);
        this.feed = feed;
        this.views = Views.of(feed);
        this.view = views.open();
        this.recorder = recorder;
        this.relation = recorder == null ? Relation.READ_ONLY : Relation.BESIDE;
        Commands own = new Commands(ViewTypes.over(ValueTypes.STANDARD));
        Supplier<FlowEditor> editor = ViewCommands.editor(
                () -> views,
                () -> {
                    throw new CommandException(refusal);
                },
                others);
        ViewCommands.registerOn(own, () -> view, editor, notes == null ? editor : () -> editor(notes));
        commands.forEach(own::register);
        Control local = new LocalControl(own, () -> {
            throw new CommandException(name + " has no options, as " + lack);
        });
        this.control = recorder == null ? local : recorder.control(view, local);
    }

    private NotesEditor editor(NoteTaker notes) {
        String why = notes.refusal();
        if (why != null) {
            throw new CommandException(why);
        }
        return new ViewerNotesEditor(feed, notes, views.worker());
    }

    private static FlowFeed follow(OpenableSession session) throws SessionException {
        FlowFeed feed = session.follow(false);
        feed.start(BETWEEN);
        return feed;
    }

    /**
     * Opens a store that several recorders share, which is only read but for the notes of viewers. Blocks.
     *
     * @param notes takes them
     */
    public static FollowedSource shared(String name, OpenableSession store, NoteTaker notes, SessionOpener others)
            throws SessionException {
        return new FollowedSource(name, "several recorders share it", follow(store), others, List.of(), notes, null);
    }

    /**
     * Opens a file that no process records to. Blocks.
     *
     * @param commands objects with commands that this process carries out on the file
     */
    public static FollowedSource readOnly(
            String name, OpenableSession session, SessionOpener others, Object... commands) throws SessionException {
        return new FollowedSource(name, UNRECORDED, follow(session), others, List.of(commands), null, null);
    }

    /**
     * Opens a file that another process records to, which takes no commands. Blocks.
     *
     * @param lack why it takes none, such as {@code the Steno that records to it has no API}
     * @param commands objects with commands that this process carries out on the file
     */
    public static FollowedSource unreachable(
            String name, String lack, OpenableSession session, SessionOpener others, Object... commands)
            throws SessionException {
        return new FollowedSource(name, lack, follow(session), others, List.of(commands), null, null);
    }

    /** Opens a file that another process records to. Blocks. */
    public static FollowedSource beside(String name, OpenableSession session, SessionOpener others, Neighbour recorder)
            throws SessionException {
        return new FollowedSource(name, "", follow(session), others, List.of(), null, recorder);
    }

    /** Keeps lines of people in a folder; returns this source. */
    public FollowedSource keeping(KeptLines lines) {
        kept = lines;
        return this;
    }

    /** Reads gRPC messages with names of a schema; returns this source. */
    public FollowedSource naming(ProtoSchema names) {
        schema = names;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String lack() {
        return lack;
    }

    @Override
    public ProtoSchema schema() {
        return schema;
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
        return feed.reader();
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
        return recorder == null ? RecordingState.NONE : recorder.state();
    }

    @Override
    public Interception interception() {
        return recorder == null ? new NoInterception(refusal) : recorder.interception();
    }

    @Override
    public List<RuleCommands.Listed> rules() {
        return recorder == null ? List.of() : recorder.rules();
    }

    @Override
    public KeptLines kept() {
        return kept;
    }

    @Override
    public void readAgain(Roaring64Bitmap flows) {
        feed.readAgain(flows);
    }

    @Override
    public void close() {
        statistics.close();
        views.close();
        feed.close();
    }
}
