package dev.steno.sqlite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.PassThrough;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Sequences;
import dev.steno.flow.Times;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.sqlite.tool.SessionMerge;
import dev.steno.sqlite.tool.SessionPassThroughs;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storing which clients are passed through. */
class PassThroughTableTest {
    @TempDir
    Path folder;

    private static PassThrough passed(String host, long since, long used) {
        return new PassThrough(
                "127.0.0.1",
                "10-11-13",
                host,
                "refused the certificate",
                used > 0,
                since,
                used,
                used == 0 ? Times.UNSET : since + used);
    }

    private static List<PassThrough> in(Path file) throws SessionException {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            return reader.passThroughs();
        }
    }

    private Path record(String name, PassThrough... all) throws SessionException {
        Path file = folder.resolve(name);
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        store.passThroughs(List.of(all), List.of());
        store.close();
        return file;
    }

    @Test
    void aSessionKeepsTheNewestOfEachWhileItIsRecordedAndAtItsEnd() throws Exception {
        Path file = folder.resolve("kept.steno");
        Session session = new Session(new RecordBudget(1 << 20));
        session.start(SqliteSessionStore.open(file, "test"), new Sequences());
        PassThroughKeeper keeper = session.keepPassThroughs();
        assertThat(keeper.kept()).isEmpty();

        keeper.keep(passed("a.test:443", Flows.EPOCH, 0));
        keeper.keep(passed("b.test:443", Flows.EPOCH + 1, 0));
        Awaitility.await().until(() -> in(file).size() == 2);
        keeper.keep(passed("b.test:443", Flows.EPOCH + 1, 7));
        keeper.forget(passed("a.test:443", Flows.EPOCH, 0).key());
        session.close();

        assertThat(in(file)).containsExactly(passed("b.test:443", Flows.EPOCH + 1, 7));
        Session resumed = new Session(new RecordBudget(1 << 20));
        resumed.start(SqliteSessionStore.open(file, "test"), new Sequences());
        assertThat(resumed.keepPassThroughs().kept()).containsExactly(passed("b.test:443", Flows.EPOCH + 1, 7));
        resumed.close();
    }

    @Test
    void aCopyHasThemWhateverFlowsItHas() throws Exception {
        Path file = record("one.steno", passed("a.test:443", Flows.EPOCH, 3));
        Path copy = folder.resolve("copy.steno");

        SessionCopy.save(file, copy, FilterParser.parse("~d none"), false, Progress.NONE);

        assertThat(in(copy)).isEqualTo(in(file)).hasSize(1);
        assertThat(SessionCheck.verify(copy, Progress.NONE).counts()).isEmpty();
    }

    @Test
    void ofTwoSessionsTheEarlierStaysAndCountsTheUsesOfBoth() throws Exception {
        Path one = record("one.steno", passed("a.test:443", Flows.EPOCH + 5, 3), passed("b.test:443", Flows.EPOCH, 0));
        Path two = record("two.steno", passed("a.test:443", Flows.EPOCH + 1, 4));
        Path merged = folder.resolve("merged.steno");

        SessionMerge.merge(List.of(one, two), merged, "test", false, Progress.NONE);

        assertThat(in(merged))
                .containsExactly(
                        passed("b.test:443", Flows.EPOCH, 0),
                        new PassThrough(
                                "127.0.0.1",
                                "10-11-13",
                                "a.test:443",
                                "refused the certificate",
                                true,
                                Flows.EPOCH + 1,
                                7,
                                Flows.EPOCH + 8));
    }

    @Test
    void theyAreTakenBackWhereNobodyRecords() throws Exception {
        Path file = record("one.steno", passed("a.test:443", Flows.EPOCH, 3), passed("b.test:443", Flows.EPOCH + 1, 0));

        assertThat(SessionPassThroughs.revoke(file, one -> one.host().startsWith("a.")))
                .containsExactly(passed("a.test:443", Flows.EPOCH, 3));
        assertThat(in(file)).containsExactly(passed("b.test:443", Flows.EPOCH + 1, 0));

        SqliteSessionStore recording = SqliteSessionStore.open(file, "test");
        assertThatThrownBy(() -> SessionPassThroughs.revoke(file, one -> true))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("a process is recording to");
        recording.close();
    }
}
