package dev.steno.tui;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.cli.SampleSession;
import dev.steno.command.Commands;
import dev.steno.flow.Flow;
import dev.steno.flow.Sequences;
import dev.steno.hold.Holding;
import dev.steno.log.EventLog;
import dev.steno.option.Options;
import dev.steno.option.ValueTypes;
import dev.steno.rule.Rules;
import dev.steno.session.Session;
import dev.steno.session.SessionCommands;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.tool.SessionToolCommands;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import dev.steno.tui.data.LiveSource;
import dev.steno.view.Views;
import dev.steno.view.command.ViewCommands;
import dev.steno.view.command.ViewTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A session that this process records, with the commands that change its flows. */
public final class RecordingSession implements AutoCloseable {
    private final Path file;
    private final Session session = new Session(new RecordBudget(8 << 20));
    private final SqliteSessionStore store;
    private final Views views;
    private final Commands commands = new Commands(ViewTypes.over(ValueTypes.STANDARD));

    private RecordingSession(Path file) throws Exception {
        this.file = file;
        this.store = SqliteSessionStore.open(file, "test");
        session.start(store, new Sequences());
        views = Views.of(session);
        commands.register(new SessionCommands(() -> session));
        commands.register(new SessionToolCommands(() -> session));
        ViewCommands.register(commands, () -> views, () -> session, SqliteSessionReader::open);
    }

    /** Continues the sample session, whose flows are 1 to 5. */
    public static RecordingSession sample(Path file) throws Exception {
        SampleSession.write(file);
        return new RecordingSession(file);
    }

    /** Continues a session with flows 1 to {@code count}. */
    public static RecordingSession of(Path file, int count) throws Exception {
        SqliteSessionStore before = SqliteSessionStore.open(file, "test");
        for (long id = 1; id <= count; id++) {
            before.commit(WriteBatch.of(new FlowEvent.Closed(SampleSession.numbered(id))));
        }
        before.close();
        return new RecordingSession(file);
    }

    /** Shows it. */
    public Screenful show(int width, int height) throws Exception {
        views.main().settled().get();
        LiveSource.Parts parts = new LiveSource.Parts(new Holding(() -> 0).held(), session, new Options(), new Rules());
        return Screenful.of(LiveSource.of(store, views, commands, new EventLog(), parts), width, height);
    }

    /** Returns a flow as the file has it now. */
    public Optional<Flow> flow(long id) throws Exception {
        session.durable().get();
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            return reader.flow(id);
        }
    }

    @Override
    public void close() throws IOException {
        views.close();
        session.close();
    }
}
