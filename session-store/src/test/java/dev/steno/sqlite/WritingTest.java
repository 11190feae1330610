package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.Durability;
import dev.steno.store.Place;
import dev.steno.store.Seal;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer stores in the file. */
class WritingTest {
    @TempDir
    Path folder;

    private Path file;
    private SqliteSessionStore store;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("work.steno");
        store = SqliteSessionStore.open(file, "test 1.0");
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void aFlowThatOpenedAndClosedWithinOneWindowIsWrittenOnce() throws Exception {
        count();
        Session session = new Session(new RecordBudget(1 << 20));
        HttpFlow open = Flows.open(1);
        session.accept(new FlowEvent.Opened(open));
        session.accept(new FlowEvent.Changed(Flows.answered(open, FlowState.OPEN, Body.NONE)));
        session.accept(new FlowEvent.Closed(
                Flows.answered(Flows.answered(open, FlowState.OPEN, Body.NONE), FlowState.COMPLETE, Body.NONE)));
        session.accept(new FlowEvent.Opened(Flows.open(2)));
        session.start(store, new Sequences());
        session.durable().get();
        assertThat(writes(1)).isEqualTo(1);
        session.accept(new FlowEvent.Closed(Flows.complete(2)));
        session.durable().get();
        assertThat(writes(2)).isEqualTo(2);
    }

    @Test
    void anOlderRevisionNeverReplacesANewerOne() throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(1))));
        store.commit(WriteBatch.of(new FlowEvent.Opened(Flows.open(1))));
        store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(2)), new FlowEvent.Opened(Flows.open(2))));
        try (SessionReader reader = store.reader()) {
            assertThat(reader.page(Place.START, 10, true)).containsExactly(Flows.complete(2), Flows.complete(1));
        }
    }

    @Test
    void aBodyOfSeveralPiecesComesBackByteForByte() throws Exception {
        byte[] bytes = new byte[3 * Body.Stored.CHUNK + 12_345];
        new Random(7).nextBytes(bytes);
        for (int at = 0, piece = 0; at < bytes.length; at += Body.Stored.CHUNK, piece++) {
            byte[] data = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Body.Stored.CHUNK));
            store.commit(WriteBatch.of(new FlowEvent.BodyChunk(9, piece, data)));
        }
        Body.Stored body = new Body.Stored(9, bytes.length, bytes.length, true);
        store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(1, body))));
        MessageDigest read = MessageDigest.getInstance("SHA-256");
        try (SessionReader reader = store.reader()) {
            try (InputStream in = new DigestInputStream(reader.body(body), read)) {
                assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
                assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(bytes.length - 1);
                assertThat(in.read()).isEqualTo(-1);
            }
            assertThat(reader.body(Body.NONE).readAllBytes()).isEmpty();
            assertThat(reader.body(new Body.Inline(new byte[] {1})).readAllBytes())
                    .containsExactly(1);
        }
        assertThat(read.digest()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void readingABodyThatIsNotAllThereFailsInsteadOfEndingEarly() throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.BodyChunk(1, 0, new byte[10])));
        try (SessionReader reader = store.reader();
                InputStream in = reader.body(new Body.Stored(1, 11, 11, true))) {
            assertThat(in.readNBytes(10)).hasSize(10);
            assertThatThrownBy(in::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("body 1 ends after 10 of 11 bytes");
        }
    }

    @Test
    void messagesComeBackInOrderAndByPage() throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.Opened(Flows.raw(1, FlowState.OPEN, 0))));
        for (int i = 0; i < 5; i++) {
            store.commit(WriteBatch.of(new FlowEvent.MessageSeen(message(1, i))));
        }
        store.commit(WriteBatch.of(new FlowEvent.MessageSeen(message(2, 0))));
        try (SessionReader reader = store.reader()) {
            assertThat(reader.messages(1, 0, 3)).containsExactly(message(1, 0), message(1, 1), message(1, 2));
            assertThat(reader.messages(1, 3, 3)).containsExactly(message(1, 3), message(1, 4));
            assertThat(reader.messages(1, 5, 3)).isEmpty();
        }
    }

    private static Message message(long flow, int sequence) {
        byte[] data = "m".repeat(sequence).getBytes(StandardCharsets.US_ASCII);
        return new Message(
                flow,
                sequence,
                Flows.EPOCH + sequence,
                sequence % 2 == 0 ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT,
                data);
    }

    @Test
    void pagesGoBothWaysAndEnd() throws Exception {
        FlowEvent[] events = new FlowEvent[7];
        for (int i = 0; i < 7; i++) {
            events[i] = new FlowEvent.Closed(Flows.complete(i + 1));
        }
        store.commit(WriteBatch.of(events));
        try (SessionReader reader = store.reader()) {
            assertThat(reader.ids(Place.START, 3, false)).containsExactly(1L, 2L, 3L);
            assertThat(reader.ids(Place.ofNumber(3), 3, false)).containsExactly(4L, 5L, 6L);
            assertThat(reader.ids(Place.ofNumber(7), 3, false)).isEmpty();
            assertThat(reader.ids(Place.START, 3, true)).containsExactly(7L, 6L, 5L);
            assertThat(reader.ids(Place.ofNumber(2), 3, true)).containsExactly(1L);
            assertThat(reader.ids(Place.ofNumber(1), 3, true)).isEmpty();
        }
    }

    @Test
    void aDeletedFlowIsGoneWithAllThatBelongsToIt() throws Exception {
        Body body = new Body.Stored(1, 10, 10, true);
        HttpFlow flow = Flows.complete(1, body);
        flow = flow.withNotes(new Notes("", "", Map.of("k", "v"), Notes.Replay.NONE));
        store.commit(WriteBatch.of(
                new FlowEvent.BodyChunk(1, 0, new byte[10]),
                new FlowEvent.MessageSeen(message(1, 0)),
                new FlowEvent.Closed(flow),
                new FlowEvent.Closed(Flows.complete(2))));
        store.commit(WriteBatch.of(new FlowEvent.Deleted(1)));
        for (String table : List.of("flow", "flow_pb")) {
            assertThat(count("SELECT count(*) FROM " + table)).isEqualTo(1);
        }
        for (String table : List.of("body", "body_chunk", "message", "annotation")) {
            assertThat(count("SELECT count(*) FROM " + table)).as(table).isZero();
        }
        assertThat(store.close().flows()).isEqualTo(1);
        SqliteSessionStore again = SqliteSessionStore.open(file, "test");
        assertThat(again.resumedWith().flows()).isEqualTo(1);
        again.close();
    }

    @Test
    void theNumberOfADeletedFlowIsNotGivenAgain() throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(5))));
        store.commit(WriteBatch.of(new FlowEvent.Deleted(5)));
        store.close();
        SqliteSessionStore again = SqliteSessionStore.open(file, "test");
        assertThat(again.resumedWith().lastFlow()).isEqualTo(5);
        again.close();
    }

    @Test
    void aFlowThatWasDeletedWhileOpenDoesNotComeBack() throws Exception {
        Session session = new Session(new RecordBudget(1 << 20));
        session.start(store, new Sequences());
        session.accept(new FlowEvent.Opened(Flows.open(1)));
        session.durable().get();
        session.accept(new FlowEvent.Deleted(1));
        session.durable().get();
        session.accept(new FlowEvent.BodyChunk(3, 0, new byte[5]));
        session.accept(new FlowEvent.Closed(Flows.complete(1, new Body.Stored(3, 5, 5, true))));
        session.durable().get();
        assertThat(session.hot().size()).isZero();
        assertThat(count("SELECT count(*) FROM flow")).isZero();
        assertThat(count("SELECT count(*) FROM body_chunk")).isZero();
    }

    @Test
    void metadataIsInRowsOfItsOwnAsTheNewestRevisionSays() throws Exception {
        HttpFlow flow = Flows.complete(1).withNotes(new Notes("", "", Map.of("a", "1", "b", "2"), Notes.Replay.NONE));
        store.commit(WriteBatch.of(new FlowEvent.Changed(flow)));
        assertThat(count("SELECT sum(value) FROM annotation WHERE flow = 1")).isEqualTo(3);
        store.commit(WriteBatch.of(
                new FlowEvent.Changed(flow.withNotes(new Notes("", "", Map.of("b", "7"), Notes.Replay.NONE)))));
        assertThat(count("SELECT sum(value) FROM annotation WHERE flow = 1")).isEqualTo(7);
    }

    @Test
    void aCertificateIsKeptOnceHoweverManyFlowsNameIt() throws Exception {
        for (long id = 1; id <= 20; id++) {
            store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(id))));
        }
        assertThat(count("SELECT count(*) FROM certificate")).isEqualTo(1);
    }

    @Test
    void theSurveyOfSizesThatNoNumberHoldsEndsAtTheLargest() throws Exception {
        store.commit(WriteBatch.of(
                new FlowEvent.Closed(Flows.complete(1, new Body.Stored(1, 10, Long.MAX_VALUE - 1, false))),
                new FlowEvent.Closed(Flows.complete(2, new Body.Stored(2, 10, Long.MAX_VALUE - 1, false))),
                new FlowEvent.Opened(Flows.open(3))));
        try (SessionReader reader = store.reader()) {
            assertThat(reader.info().bodyBytes()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void theSurveyCountsWhatIsThere() throws Exception {
        store.commit(WriteBatch.of(
                new FlowEvent.Closed(Flows.complete(1, new Body.Stored(1, 10, 4000, false))),
                new FlowEvent.Opened(Flows.open(2)),
                new FlowEvent.Opened(Flows.raw(3, FlowState.OPEN, 0))));
        try (SessionReader reader = store.reader()) {
            var info = reader.info();
            assertThat(info.flows()).isEqualTo(3);
            assertThat(info.byKind()).isEqualTo(Map.of("http", 2L, "tcp", 1L));
            assertThat(info.byState()).isEqualTo(Map.of("open", 2L, "complete", 1L));
            assertThat(info.firstStarted()).isEqualTo(Flows.open(1).started());
            assertThat(info.lastStarted()).isEqualTo(Flows.open(3).started());
            assertThat(info.bodyBytes()).isEqualTo(4030);
            assertThat(info.application()).isEqualTo("test 1.0");
            assertThat(info.file().format()).isEqualTo(Schema.VERSION);
            assertThat(info.isRecorded()).isTrue();
            assertThat(info.bytes()).isGreaterThan(8192);
            assertThat(reader.lastFlow()).isEqualTo(3);
        }
    }

    @Test
    void aTemporarySessionIsGoneAtItsEndAndWasItsOwnersAlone() throws Exception {
        SqliteSessionStore temporary = SqliteSessionStore.temporary("test");
        Path parent = temporary.file().getParent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent)))
                .isEqualTo("rwx------");
        assertThat(parent.getFileName().toString())
                .contains("-" + ProcessHandle.current().pid() + "-");
        SessionStore.Closed closed = temporary.close();
        assertThat(closed.kept()).isFalse();
        assertThat(parent).doesNotExist();
    }

    @Test
    void aTemporarySessionOfAHomeStaysUntilTheNextAndIsKeptOnRequest() throws Exception {
        SqliteSessionStore first = SqliteSessionStore.temporary(folder, "test", Durability.PROCESS, Seal.OPEN);
        first.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(1))));
        SqliteSessionStore beside = SqliteSessionStore.temporary(folder, "test", Durability.PROCESS, Seal.OPEN);
        assertThat(first.file()).isEqualTo(folder.resolve("last.steno"));
        assertThat(beside.file()).isEqualTo(folder.resolve("last-2.steno"));
        beside.close();
        first.close();
        try (SessionReader reader = SqliteSessionReader.open(first.file())) {
            assertThat(reader.flow(1)).contains(Flows.complete(1));
        }
        // what a killed process leaves
        Files.writeString(folder.resolve("last-3.steno"), "");
        Files.writeString(folder.resolve("last-3.steno-lock"), "");
        Files.writeString(folder.resolve("last.steno-wal"), "");

        SqliteSessionStore next = SqliteSessionStore.temporary(folder, "test", Durability.PROCESS, Seal.OPEN);
        assertThat(next.file()).isEqualTo(first.file());
        assertThat(next.resumedWith().flows()).isZero();
        assertThat(folder.resolve("last-2.steno")).doesNotExist();
        assertThat(folder.resolve("last-3.steno")).doesNotExist();
        assertThat(folder.resolve("last-3.steno-lock")).doesNotExist();
        Path kept = folder.resolve("kept.steno");
        next.keepAs(kept);
        assertThat(next.close().file()).isEqualTo(kept);
        assertThat(kept).exists();
        assertThat(first.file()).doesNotExist();
    }

    @Test
    void aTemporarySessionMayBeKept() throws Exception {
        SqliteSessionStore temporary = SqliteSessionStore.temporary("test");
        temporary.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(1))));
        assertThatThrownBy(() -> temporary.keepAs(file))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("that file exists");
        Path kept = folder.resolve("kept.steno");
        temporary.keepAs(kept);
        assertThat(temporary.close()).isEqualTo(new SessionStore.Closed(kept, true, 1, Files.size(kept)));
        assertThat(temporary.file().getParent()).doesNotExist();
        try (SessionReader reader = SqliteSessionReader.open(kept)) {
            assertThat(reader.flow(1)).contains(Flows.complete(1));
        }
    }

    @Test
    void readingAClosedSessionChangesNothing() throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(1))));
        store.close();
        byte[] before = Files.readAllBytes(file);
        var modified = Files.getLastModifiedTime(file);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.flow(1)).isPresent();
            assertThat(reader.info().isRecorded()).isFalse();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(modified);
        assertThat(folder.toFile().list()).containsExactly("work.steno");
    }

    @Test
    void aDamagedFlowDoesNotKeepASessionClosed() throws Exception {
        store.commit(WriteBatch.of(new FlowEvent.Opened(Flows.open(1)), new FlowEvent.Opened(Flows.open(2))));
        store.sqlite().execute("UPDATE flow_pb SET pb = x'ffff' WHERE id = 1");
        store.close();
        SqliteSessionStore again = SqliteSessionStore.open(file, "test");
        assertThat(again.resumedWith().interrupted()).isEqualTo(2);
        try (SessionReader reader = again.reader()) {
            assertThat(reader.rows(Place.START, 10, false)).allMatch(row -> row.state() == FlowState.INTERRUPTED);
            assertThat(reader.flow(2)).isPresent();
            assertThatThrownBy(() -> reader.flow(1))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("cannot read the session");
        }
        again.close();
    }

    private void count() throws Exception {
        try (SqliteConnection other = new SqliteConnection(ConnectionOpener.write(file))) {
            other.execute("CREATE TABLE written (id INTEGER)");
            other.execute("CREATE TRIGGER i AFTER INSERT ON flow BEGIN INSERT INTO written VALUES (new.id); END");
            other.execute("CREATE TRIGGER u AFTER UPDATE ON flow BEGIN INSERT INTO written VALUES (new.id); END");
        }
    }

    private long writes(long flow) throws Exception {
        return count("SELECT count(*) FROM written WHERE id = " + flow);
    }

    private long count(String sql) throws Exception {
        try (SqliteConnection other = new SqliteConnection(ConnectionOpener.read(file))) {
            return other.number(sql);
        }
    }
}
