package dev.steno.sqlite.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.command.Commands;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on the session that is being recorded, called as a surface calls them. */
class SessionToolCommandsTest {
    @TempDir
    Path folder;

    @Test
    void aSessionIsSavedComparedAndCheckedWhileItIsRecorded() throws Exception {
        Session session = new Session(new RecordBudget(1 << 20));
        session.start(SqliteSessionStore.open(folder.resolve("work.steno"), "test 1.0"), new Sequences());
        Commands commands = new Commands();
        commands.register(new SessionToolCommands(() -> session));
        session.accept(new FlowEvent.Closed(Flows.complete(1)));
        session.accept(new FlowEvent.Closed(Flows.complete(2)));

        Path all = folder.resolve("all.steno");
        Path none = folder.resolve("none.steno");
        commands.call("session.save", List.of(all.toString()));
        commands.call("session.save", List.of(none.toString(), "~c 999"));

        assertThat(commands.call("session.verify", List.of()).text()).contains("flows: 2", "problems: 0");
        assertThat(commands.call("session.diff", List.of(all.toString())).text())
                .contains("same: 2", "here: 0", "there: 0");
        assertThat(commands.call("session.diff", List.of(none.toString())).text())
                .contains("same: 0", "here: 2");
        session.close();
        assertThat(flows(all)).isEqualTo(2);
        assertThat(flows(none)).isZero();
    }

    private static long flows(Path file) throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            return reader.info().flows();
        }
    }
}
