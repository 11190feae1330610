package dev.steno.sqlite.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Flow;
import dev.steno.sqlite.RecordingProcess;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.StopAt;
import dev.steno.sqlite.ToolSession;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTrimTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void record() throws Exception {
        file = ToolSession.record(folder.resolve("work.steno"));
    }

    @Test
    void flowsGoWithAllThatBelongsToThem() throws Exception {
        try (SessionTrim trim = SessionTrim.open(file, Progress.NONE)) {
            SessionTrim.Found found = trim.find(FilterParser.parse("~u items/2 | ~tcp | mark ~ red"));
            assertThat(found.count()).isEqualTo(3);
            assertThat(found.of()).isEqualTo(5);
            trim.remove(found);
        }
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
        try (SessionReader reader = SqliteSessionReader.open(file);
                SqliteConnection client = new SqliteConnection(ConnectionOpener.read(file))) {
            assertThat(reader.page(Place.START, 10, false)).extracting(Flow::id).containsExactly(3L, 5L);
            assertThat(client.numbers("SELECT DISTINCT body FROM body_chunk")).containsExactly(2L);
            assertThat(client.numbers("SELECT id FROM body")).containsExactly(2L);
            assertThat(client.number("SELECT count(*) FROM message")).isZero();
            assertThat(client.number("SELECT count(*) FROM annotation")).isZero();
            assertThat(client.number("SELECT value FROM counter WHERE name = 'flow'"))
                    .isEqualTo(5);
        }
        assertThat(ToolSession.names(folder)).containsExactly("work.steno");
    }

    @Test
    void compactingMakesTheFileSmallerAndChangesNothingElse() throws Exception {
        try (SessionTrim trim = SessionTrim.open(file, Progress.NONE)) {
            trim.remove(trim.find(FilterParser.parse("~u items/2")));
            long size = Files.size(file);
            SessionTrim.Compacted compacted = trim.compact();
            assertThat(compacted.before()).isGreaterThanOrEqualTo(size);
            assertThat(compacted.after()).isLessThan(size - ToolSession.BODY / 2);
            assertThat(compacted.read()).isFalse();
        }
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.ids(Place.START, 10, false)).containsExactly(1L, 3L, 4L, 5L);
        }
    }

    @Test
    void lookingChangesNothing() throws Exception {
        Map<String, String> before = ToolSession.digests(folder);
        try (SessionTrim trim = SessionTrim.open(file, Progress.NONE)) {
            assertThat(trim.find(Filter.ALL).count()).isEqualTo(5);
        }
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    @Test
    void aStoppedRemovalLeavesTheFileAsItWas() throws Exception {
        Map<String, String> before = ToolSession.digests(folder);
        StopAt progress = new StopAt(6);
        try (SessionTrim trim = SessionTrim.open(file, progress)) {
            SessionTrim.Found found = trim.find(Filter.ALL);
            progress.at(6);
            assertThatThrownBy(() -> trim.remove(found)).isInstanceOf(WorkStopped.class);
        }
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    @Test
    void aStoppedCompactionLeavesTheFileAsItWas() throws Exception {
        // Enough rows for SQLite to poll the progress.
        ToolSession.damage(
                file,
                "INSERT INTO message (flow, seq, time, from_client, data) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
                        + " SELECT 900, i, 0, 0, x'00' FROM n");
        Map<String, String> before = ToolSession.digests(folder);
        StopAt progress = new StopAt(1);
        try (SessionTrim trim = SessionTrim.open(file, progress)) {
            progress.at(1);
            assertThatThrownBy(trim::compact).isInstanceOf(WorkStopped.class);
        }
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    @Test
    void aSessionThatIsBeingRecordedIsNotTouched() throws Exception {
        Path live = folder.resolve("live.steno");
        Process recorder = RecordingProcess.start(live, "hold");
        try {
            assertThatThrownBy(() -> SessionTrim.open(live, Progress.NONE))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("a process is recording to");
        } finally {
            recorder.destroyForcibly().waitFor();
        }
    }
}
