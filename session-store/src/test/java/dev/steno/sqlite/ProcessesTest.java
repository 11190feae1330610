package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SideFiles;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.testing.process.Program;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes use one session, and the recording process dies. */
@Timeout(600)
class ProcessesTest {
    @TempDir
    Path folder;

    @Test
    void aSecondProcessIsRefusedUntilTheFirstEndsAndMayReadMeanwhile() throws Exception {
        Path file = folder.resolve("work.steno");
        Process first = RecordingProcess.start(file, "hold");
        try {
            assertThatThrownBy(() -> SqliteSessionStore.open(file, "test"))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("another process (" + first.pid() + ") is recording to");
            try (SessionReader reader = SqliteSessionReader.open(file)) {
                assertThat(reader.info().isRecorded()).isTrue();
            }
            first.getOutputStream().close();
            assertThat(first.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            first.destroyForcibly();
        }
        SqliteSessionStore.open(file, "test").close();
        assertThat(folder.toFile().list()).containsExactly("work.steno");
    }

    @Test
    void whatWasAcknowledgedSurvivesTheDeathOfTheProcess() throws Exception {
        Path file = folder.resolve("work.steno");
        long acknowledged = recordAndKill(file, 400);

        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        var resumed = store.resumedWith();
        assertThat(resumed.lastFlow()).isGreaterThanOrEqualTo(acknowledged);
        assertThat(resumed.lastConnection()).isGreaterThanOrEqualTo(2 * acknowledged);
        try (SessionReader reader = store.reader()) {
            List<FlowRow> rows = reader.rows(Place.START, Integer.MAX_VALUE, false);
            assertThat(rows).extracting(FlowRow::id).doesNotHaveDuplicates();
            assertThat(rows).hasSize((int) resumed.flows());
            assertThat(rows).noneMatch(row -> row.state() == FlowState.OPEN);
            assertThat(rows)
                    .filteredOn(row -> row.state() == FlowState.INTERRUPTED)
                    .hasSize((int) resumed.interrupted());
            for (long id = 1; id <= acknowledged; id++) {
                checkKept(reader, reader.flow(id).orElseThrow());
            }
            assertThat(reader.info().flows()).isEqualTo(resumed.flows());
        }
        assertThat(orphans(file)).isZero();
        store.close();
    }

    private static void checkKept(SessionReader reader, Flow flow) throws Exception {
        boolean open = flow.id() % RecordingProcess.STAYS_OPEN == 0;
        assertThat(flow.state()).isEqualTo(open ? FlowState.INTERRUPTED : FlowState.COMPLETE);
        if (flow.id() % RecordingProcess.HAS_BODY == 0) {
            var response = Objects.requireNonNull(((HttpFlow) flow).response());
            Body.Stored body = (Body.Stored) response.body();
            byte[] whole = RecordingProcess.bodyOf(flow.id());
            assertThat(body.size()).isEqualTo(whole.length);
            assertThat(body.complete()).isEqualTo(!open);
            assertThat(reader.body(body).readAllBytes()).isEqualTo(whole);
        }
    }

    @Test
    void aSessionOfADeadProcessIsReadWithoutChangingIt() throws Exception {
        Path file = folder.resolve("work.steno");
        long acknowledged = recordAndKill(file, 80);
        byte[] before = Files.readAllBytes(file);
        byte[] log = Files.readAllBytes(SideFiles.log(file));
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.lastFlow()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(reader.info().isRecorded()).isFalse();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Files.readAllBytes(SideFiles.log(file))).isEqualTo(log);
    }

    @Test
    void anotherProgramReadsTheSessionWhileItIsRecorded() throws Exception {
        Path file = folder.resolve("work.steno");
        Process recorder = RecordingProcess.start(file, "forever");
        try {
            BufferedReader out = recorder.inputReader();
            long acknowledged = Long.parseLong(out.readLine());
            String query = "SELECT count(*) || ' ' || max(url) FROM flows WHERE id <= " + acknowledged;
            String answer = acknowledged + " https://example.test/items/9?q=1";
            try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + file);
                    var row = plain.createStatement().executeQuery(query)) {
                assertThat(row.getString(1)).isEqualTo(answer);
            }
            Program.find("sqlite3").ifPresent(shell -> {
                Program.Outcome outcome = shell.call(file, query);
                assertThat(outcome.said()).isEqualTo(answer + "\n");
                assertThat(outcome.code()).isZero();
            });
            try (SessionReader reader = SqliteSessionReader.open(file)) {
                assertThat(reader.rows(Place.START, (int) acknowledged, false)).hasSize((int) acknowledged);
            }
        } finally {
            recorder.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSmallHeapRecordsManyTimesItsSize() throws Exception {
        Path file = folder.resolve("work.steno");
        Process recorder = RecordingProcess.start(file, "bulk");
        try {
            assertThat(recorder.inputReader().readLine()).isEqualTo(Integer.toString(RecordingProcess.BULK_FLOWS));
            assertThat(recorder.waitFor()).isZero();
        } finally {
            recorder.destroyForcibly();
        }
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.lastFlow()).isEqualTo(RecordingProcess.BULK_FLOWS);
            HttpFlow first = (HttpFlow) reader.flow(1).orElseThrow();
            var in = reader.body(Objects.requireNonNull(first.response()).body());
            assertThat(in.transferTo(OutputStream.nullOutputStream()))
                    .isEqualTo((long) RecordingProcess.BULK_PIECES * Body.Stored.CHUNK);
        }
    }

    /** Kills a recorder at work; returns the last flow number that it acknowledged. */
    private static long recordAndKill(Path file, long atLeast) throws Exception {
        Process recorder = RecordingProcess.start(file, "forever");
        try {
            BufferedReader out = recorder.inputReader();
            long acknowledged = 0;
            while (acknowledged < atLeast) {
                acknowledged = Long.parseLong(out.readLine());
            }
            return acknowledged;
        } finally {
            recorder.destroyForcibly().waitFor(); // SIGKILL
        }
    }

    private static long orphans(Path file) throws Exception {
        try (SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.read(file))) {
            return sqlite.number("SELECT count(*) FROM body WHERE flow IS NULL")
                    + sqlite.number("SELECT count(*) FROM body_chunk WHERE body NOT IN (SELECT id FROM body)")
                    + sqlite.number("SELECT count(*) FROM flow WHERE id NOT IN (SELECT id FROM flow_pb)");
        }
    }
}
