package dev.steno.tui.data;

import dev.steno.command.Commands;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.hold.HeldFlows;
import dev.steno.log.EventLog;
import dev.steno.option.Options;
import dev.steno.rule.RuleCommands;
import dev.steno.rule.Rules;
import dev.steno.session.Session;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.view.FileFeed;
import dev.steno.view.View;
import dev.steno.view.Views;
import java.util.List;

/** The session that this process records. Any thread. */
public final class LiveSource implements Source {
    private final String name;
    private final Views views;
    private final FileFeed.Opener opener;
    private final Control control;
    private final EventLog log;
    private final HeldFlows held;
    private final Interception interception;
    private final RuleCommands rules;
    private final SharedStatistics statistics;
    private volatile KeptLines kept = KeptLines.NONE;
    private volatile ProtoSchema schema = ProtoSchema.NONE;

    /** What works with the traffic of this process. Immutable. */
    public record Parts(HeldFlows held, Session session, Options options, Rules rules) {}

    private LiveSource(String name, Views views, FileFeed.Opener opener, Control control, EventLog log, Parts parts) {
        this.name = name;
        this.views = views;
        this.opener = opener;
        this.control = control;
        this.statistics = new SharedStatistics(opener::open);
        this.log = log;
        this.held = parts.held();
        this.interception = new LiveInterception(parts.held(), parts.session(), parts.options());
        this.rules = new RuleCommands(parts.options(), parts::rules);
    }

    /**
     * Returns the session of a store.
     *
     * @param views of the session; the main view is shown, on which commands act; it is opened when first asked for
     */
    public static LiveSource of(SessionStore store, Views views, Commands commands, EventLog log, Parts parts) {
        Control control = new LocalControl(commands, parts.options()::all);
        return new LiveSource(String.valueOf(store.file().getFileName()), views, store::reader, control, log, parts);
    }

    /** Keeps lines of people in a folder; returns this source. */
    public LiveSource keeping(KeptLines lines) {
        kept = lines;
        return this;
    }

    /** Reads gRPC messages with names of a schema; returns this source. */
    public LiveSource naming(ProtoSchema names) {
        schema = names;
        return this;
    }

    @Override
    public ProtoSchema schema() {
        return schema;
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
        return new RecordingState(held.count(), "", log.after(0));
    }

    @Override
    public Interception interception() {
        return interception;
    }

    @Override
    public List<RuleCommands.Listed> rules() {
        return rules.list();
    }

    @Override
    public KeptLines kept() {
        return kept;
    }

    /** The views are closed by the process that records. */
    @Override
    public void close() {
        statistics.close();
    }
}
