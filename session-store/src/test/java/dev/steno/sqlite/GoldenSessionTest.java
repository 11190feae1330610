package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.PieceTimes;
import dev.steno.session.Flows;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.ship.PendingFlow;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.sqlite.ship.ShipTarget;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.store.CheckReport;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.Problem;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions of older formats can still be opened. The files under {@code golden/} were recorded once and never change;
 * each new format adds one.
 */
class GoldenSessionTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void unpack() throws Exception {
        file = folder.resolve("v1.steno");
        try (InputStream packed = GoldenSessionTest.class.getResourceAsStream("/golden/session-v1.steno.gz")) {
            Files.copy(new GZIPInputStream(Objects.requireNonNull(packed)), file);
        }
    }

    @Test
    void theFirstFormatIsRead() throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.info().application()).isEqualTo("steno 0.1.0");
            assertThat(reader.rows(Place.START, 10, false))
                    .extracting(FlowRow::id, FlowRow::kind, FlowRow::url, FlowRow::status, FlowRow::state)
                    .containsExactly(
                            tuple(1L, "http", "https://example.test/items/1?q=1", 200, FlowState.COMPLETE),
                            tuple(2L, "http", "https://example.test/items/2?q=1", 200, FlowState.COMPLETE),
                            tuple(3L, "tcp", "[2001:db8::1]:9000", 0, FlowState.OPEN));
            HttpFlow first = (HttpFlow) reader.flow(1).orElseThrow();
            assertThat(first.notes()).isEqualTo(new Notes("red", "a comment", Map.of("k", "v"), Notes.Replay.REQUEST));
            assertThat(body(reader, first)).isEqualTo("body of 1");
            assertThat(body(reader, reader.flow(2).orElseThrow())).isEqualTo("x".repeat(262_154));
            assertThat(reader.messages(3, 0, 10))
                    .singleElement()
                    .satisfies(message -> assertThat(message.data())
                            .asString(StandardCharsets.US_ASCII)
                            .isEqualTo("hello"));
        }
    }

    @Test
    void theFirstFormatIsResumed() throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        assertThat(store.resumedWith().flows()).isEqualTo(3);
        assertThat(store.resumedWith().interrupted()).isEqualTo(1);
        assertThat(store.resumedWith().lastFlow()).isEqualTo(3);
        assertThat(store.resumedWith().lastBody()).isEqualTo(1);
        assertThat(store.resumedWith().lastConnection()).isEqualTo(6);
        store.close();
    }

    @Test
    void theFirstFormatIsSoundAndCanBeCopiedOnceItWasBroughtToTheNewest() throws Exception {
        CheckReport found = SessionCheck.verify(file, Progress.NONE);
        assertThat(found.problems()).isZero();
        assertThat(found.counts()).containsOnly(Map.entry(Problem.Kind.LEFT_OPEN, 1L));
        Path copy = folder.resolve("copy.steno");
        assertThatThrownBy(() -> SessionCopy.save(file, copy, Filter.ALL, false, Progress.NONE))
                .hasMessageContaining("has session format 1")
                .hasMessageContaining("steno verify --repair");
        SessionCheck.repair(file, Progress.NONE);
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
        assertThat(SessionCopy.save(file, copy, Filter.ALL, false, Progress.NONE)
                        .flows())
                .isEqualTo(3);
        assertThat(SessionCheck.verify(copy, Progress.NONE).counts()).isEmpty();
        assertThat(folder.resolve("v1.steno-backup-v1")).exists();
    }

    @Test
    void filtersWorkInTheFirstFormat() throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(found(reader, "~websocket")).isEmpty();
            assertThat(found(reader, "! ~websocket & ~http")).containsExactly(1L, 2L);
            assertThat(found(reader, "~b hello")).containsExactly(3L);
        }
    }

    @Test
    void theSecondFormatIsReadAndResumed() throws Exception {
        Path second = folder.resolve("v2.steno");
        try (InputStream packed = GoldenSessionTest.class.getResourceAsStream("/golden/session-v2.steno.gz")) {
            Files.copy(new GZIPInputStream(Objects.requireNonNull(packed)), second);
        }
        try (SessionReader reader = SqliteSessionReader.open(second)) {
            WebSocketRecord.check(reader);
            assertThat(found(reader, "~websocket")).containsExactly(1L);
        }
        assertThat(SessionCheck.verify(second, Progress.NONE).isClean()).isTrue();
        SqliteSessionStore store = SqliteSessionStore.open(second, "test");
        assertThat(store.resumedWith().flows()).isEqualTo(2);
        store.close();
    }

    @Test
    void theModeOfFlowsOfTheThirdFormatIsFoundThoughNoColumnHasIt() throws Exception {
        Path third = folder.resolve("v3.steno");
        try (InputStream packed = GoldenSessionTest.class.getResourceAsStream("/golden/session-v3.steno.gz")) {
            Files.copy(new GZIPInputStream(Objects.requireNonNull(packed)), third);
        }
        modesOfTheThird(third);
        assertThat(SessionCheck.verify(third, Progress.NONE).isClean()).isTrue();

        SqliteSessionStore store = SqliteSessionStore.open(third, "test");
        store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(7))));
        store.close();
        assertThat(folder.resolve("v3.steno-backup-v3")).exists();
        modesOfTheThird(third);
        try (SessionReader reader = SqliteSessionReader.open(third)) {
            assertThat(reader.info().file().format()).isEqualTo(8);
            assertThat(reader.rows(List.of(7L)).get(0).text(FlowColumns.MODE)).isEqualTo("regular");
            assertThat(found(reader, "mode = regular & id > 5")).containsExactly(7L);
        }
        assertThat(ToolSession.rows(third, "SELECT id, mode FROM flows WHERE id > 5 ORDER BY id"))
                .containsExactly("6|null|", "7|regular|");
        assertThat(SessionCheck.verify(third, Progress.NONE).isClean()).isTrue();
    }

    @Test
    void noFlowOfTheFourthFormatIsHeld() throws Exception {
        Path fourth = folder.resolve("v4.steno");
        try (InputStream packed = GoldenSessionTest.class.getResourceAsStream("/golden/session-v4.steno.gz")) {
            Files.copy(new GZIPInputStream(Objects.requireNonNull(packed)), fourth);
        }
        try (SessionReader reader = SqliteSessionReader.open(fourth)) {
            assertThat(found(reader, "~held")).isEmpty();
            assertThat(found(reader, "! ~held")).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
        assertThat(SessionCheck.verify(fourth, Progress.NONE).isClean()).isTrue();
        SqliteSessionStore store = SqliteSessionStore.open(fourth, "test");
        store.commit(WriteBatch.of(
                new FlowEvent.Opened(Flows.open(6).withHolds(List.of(Hold.begin(Hold.Point.REQUEST, "~all", 0))))));
        try (SessionReader reader = SqliteSessionReader.open(fourth)) {
            assertThat(found(reader, "~held")).containsExactly(6L);
            assertThat(found(reader, "! ~held")).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
        store.close();
        assertThat(folder.resolve("v4.steno-backup-v4")).exists();
    }

    @Test
    void theSixthFormatHasNoTimesOfPieces() throws Exception {
        Path sixth = folder.resolve("v6.steno");
        try (InputStream packed = GoldenSessionTest.class.getResourceAsStream("/golden/session-v6.steno.gz")) {
            Files.copy(new GZIPInputStream(Objects.requireNonNull(packed)), sixth);
        }
        List<PieceTimes.Piece> untimed = List.of(new PieceTimes.Piece(10, 0));
        try (SessionReader reader = SqliteSessionReader.open(sixth)) {
            assertThat(reader.info().file().format()).isEqualTo(6);
            assertThat(reader.pieces(1, 1)).isEqualTo(untimed);
            assertThat(reader.pieces(1, 2)).isEmpty();
            assertThat(body(reader, reader.flow(3).orElseThrow())).hasSize(20_000);
        }
        assertThat(SessionCheck.verify(sixth, Progress.NONE).isClean()).isTrue();
        SqliteSessionStore store = SqliteSessionStore.open(sixth, "test");
        PieceTimes times = PieceTimes.of(List.of(new PieceTimes.Piece(3, 0), new PieceTimes.Piece(2, 5_000_000)));
        store.commit(WriteBatch.of(
                new FlowEvent.BodyChunk(9, 0, 0, new byte[5], times),
                new FlowEvent.Closed(Flows.complete(9, new Body.Stored(9, 5, 5, true)))));
        store.close();
        assertThat(folder.resolve("v6.steno-backup-v6")).exists();
        try (SessionReader reader = SqliteSessionReader.open(sixth)) {
            assertThat(reader.pieces(1, 1)).isEqualTo(untimed);
            assertThat(reader.pieces(9, 0)).isEqualTo(times.pieces());
        }
        assertThat(SessionCheck.verify(sixth, Progress.NONE).isClean()).isTrue();
    }

    @Test
    void aSessionOfTheSeventhFormatWasNeverShippedAndCanBe() throws Exception {
        Path seventh = folder.resolve("v7.steno");
        try (InputStream packed = GoldenSessionTest.class.getResourceAsStream("/golden/session-v7.steno.gz")) {
            Files.copy(new GZIPInputStream(Objects.requireNonNull(packed)), seventh);
        }
        try (SessionReader reader = SqliteSessionReader.open(seventh)) {
            assertThat(reader.info().file().format()).isEqualTo(7);
            assertThat(reader.pieces(1, 0)).hasSize(2);
        }
        assertThat(SessionCheck.verify(seventh, Progress.NONE).isClean()).isTrue();
        try (ShipSpool spool = ShipSpool.open(seventh)) {
            assertThat(spool.targets().target("a store")).isNull();
            ShipTarget target = spool.targets().register("a store", "postgresql://a.test/x", "s", 7, 1);
            assertThat(spool.next(target, 100, 1 << 20, Long.MAX_VALUE).flows())
                    .extracting(PendingFlow::id)
                    .containsExactly(1L, 2L, 3L, 4L);
        }
        assertThat(folder.resolve("v7.steno-backup-v7")).exists();
        assertThat(SessionCheck.verify(seventh, Progress.NONE).isClean()).isTrue();
    }

    @Test
    void noFlowOfTheFifthFormatWasEdited() throws Exception {
        Path fifth = folder.resolve("v5.steno");
        try (InputStream packed = GoldenSessionTest.class.getResourceAsStream("/golden/session-v5.steno.gz")) {
            Files.copy(new GZIPInputStream(Objects.requireNonNull(packed)), fifth);
        }
        try (SessionReader reader = SqliteSessionReader.open(fifth)) {
            assertThat(reader.info().file().format()).isEqualTo(5);
            assertThat(found(reader, "~held")).containsExactly(4L);
            assertThat(reader.edits(1)).isEmpty();
            assertThat(reader.beforeEdit(1, 1)).isEmpty();
        }
        assertThat(SessionCheck.verify(fifth, Progress.NONE).isClean()).isTrue();
        SqliteSessionStore store = SqliteSessionStore.open(fifth, "test");
        HttpFlow before = Flows.complete(1);
        store.commit(WriteBatch.of(new FlowEvent.Edited(
                before.withNotes(before.notes()), before, new FlowEdit(0, Flows.EPOCH, "ann", "notes"))));
        store.close();
        assertThat(folder.resolve("v5.steno-backup-v5")).exists();
        try (SessionReader reader = SqliteSessionReader.open(fifth)) {
            assertThat(reader.edits(1)).containsExactly(new FlowEdit(1, Flows.EPOCH, "ann", "notes"));
            assertThat(reader.beforeEdit(1, 1)).contains(before);
        }
        assertThat(ToolSession.rows(fifth, "SELECT * FROM revisions"))
                .containsExactly("1|1|2026-09-21T14:13:20.000000Z|ann|notes|");
        assertThat(ToolSession.rows(fifth, "SELECT flow, part FROM bodies")).containsExactly("2|request|");
        assertThat(SessionCheck.verify(fifth, Progress.NONE).isClean()).isTrue();
    }

    private static void modesOfTheThird(Path file) throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.rows(Place.START, 6, false))
                    .hasSize(6)
                    .allSatisfy(row -> assertThat(row.text(FlowColumns.MODE)).isNull());
            assertThat(found(reader, "mode = reverse")).containsExactly(6L);
            assertThat(found(reader, "mode != reverse & id < 7")).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(found(reader, "mode = regular & id < 7")).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    private static List<Long> found(SessionReader reader, String filter) throws Exception {
        List<Long> ids = new ArrayList<>();
        reader.search(FlowSearch.of(FilterParser.parse(filter)), place -> ids.add(place.flow()), () -> false);
        return ids;
    }

    private static String body(SessionReader reader, Flow flow) throws Exception {
        var response = Objects.requireNonNull(((HttpFlow) flow).response());
        return new String(reader.body(response.body()).readAllBytes(), StandardCharsets.US_ASCII);
    }
}
