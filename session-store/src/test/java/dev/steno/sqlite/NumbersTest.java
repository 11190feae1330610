package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.session.Flows;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.Progress;
import dev.steno.store.SessionStore;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A number is never assigned twice, whatever rows a crash or another program left. */
class NumbersTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void record() throws Exception {
        file = ToolSession.record(folder.resolve("work.steno"));
    }

    private SessionStore.Resumed resumed() throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        store.close();
        return store.resumedWith();
    }

    @Test
    void aBodyThatIsNamedBeforeItsFirstPieceIsCounted() throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        store.commit(WriteBatch.of(new FlowEvent.Changed(
                Flows.answered(Flows.open(6), FlowState.OPEN, new Body.Stored(7, 0, 100_000, false)))));
        assertThat(ToolSession.rows(file, "SELECT value FROM counter WHERE name = 'body'"))
                .containsExactly("7|");
        store.close();
        assertThat(SessionCheck.verify(file, Progress.NONE).problems()).isZero();
    }

    @Test
    void countersThatAreTooLowDoNotMatter() throws Exception {
        SessionStore.Resumed before = resumed();
        ToolSession.damage(file, "UPDATE counter SET value = 0");
        assertThat(resumed().lastFlow()).isEqualTo(before.lastFlow());
        assertThat(resumed().lastBody()).isEqualTo(before.lastBody());
        assertThat(resumed().lastConnection()).isEqualTo(before.lastConnection());
        ToolSession.damage(file, "DELETE FROM counter");
        assertThat(resumed().lastFlow()).isEqualTo(before.lastFlow());
    }

    @Test
    void numbersOfLostRowsAreNotGivenAgain() throws Exception {
        ToolSession.damage(
                file,
                "INSERT INTO body_chunk VALUES (50, 0, x'00', NULL, NULL)",
                "INSERT INTO message (flow, seq, time, from_client, data) VALUES (70, 0, 0, 1, x'00')");
        assertThat(resumed().lastBody()).isEqualTo(50);
        assertThat(resumed().lastFlow()).isEqualTo(70);
    }

    @Test
    void aFileThatHasUsedUpItsNumbersIsNotRecordedTo() throws Exception {
        ToolSession.damage(file, "UPDATE counter SET value = 9223372036854775807 WHERE name = 'body'");
        assertThatThrownBy(this::resumed)
                .hasMessageContaining("its numbers are used up (the highest is 9223372036854775807)");
    }
}
