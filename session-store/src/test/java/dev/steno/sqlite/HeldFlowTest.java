package dev.steno.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Sequences;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.json.FlowJson;
import dev.steno.json.Json;
import dev.steno.session.FlowCopy;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.Durability;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Problem;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonGenerator;

/** A held flow says so in its file, also after its recorder was killed, and keeps its draft. */
class HeldFlowTest {
    private static final Hold HOLD = new Hold(
            Hold.Point.REQUEST, Flows.EPOCH, Flows.EPOCH + 60_000_000_000L, "~u /items", Times.UNSET, null, "");

    @TempDir
    Path folder;

    @Test
    void aFlowThatWasHeldWhenItsRecorderWasKilledSaysSoAndHasItsDraft() throws Exception {
        Path file = folder.resolve("held.steno");
        HttpFlow came = Flows.open(1);
        HttpFlow held = came.withHolds(List.of(HOLD));
        HttpFlow draft = new HttpFlow(
                1,
                2,
                FlowState.OPEN,
                came.started(),
                Times.UNSET,
                came.client(),
                came.server(),
                changed(came.request()),
                null,
                List.of(),
                null,
                came.notes(),
                null,
                List.of(HOLD),
                came);
        killedAfter(file, new FlowEvent.Opened(held), new FlowEvent.Changed(draft));

        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        assertThat(store.resumedWith().interrupted()).isEqualTo(1);
        try (SessionReader reader = store.reader()) {
            HttpFlow found = (HttpFlow) reader.flow(1).orElseThrow();
            assertThat(found.state()).isEqualTo(FlowState.INTERRUPTED);
            assertThat(found.held()).isEqualTo(HOLD);
            assertThat(found.request().path()).isEqualTo("/changed");
            assertThat(found.original()).isEqualTo(came);
            assertThat(found(reader, "~held & state = interrupted")).containsExactly(1L);
            assertThat(found(reader, "~held & state = open")).isEmpty();
            assertThat(reader.rows(List.of(1L)).get(0).held()).isEqualTo(HOLD);
        }
        store.close();
        assertThat(SessionCheck.verify(file, Progress.NONE).isClean()).isTrue();
        assertThat(ToolSession.rows(file, "SELECT state, held FROM flows")).containsExactly("interrupted|request|");
    }

    @Test
    void aRawStreamWhoseMessagesWereHeldWhenItsRecorderWasKilledSaysSo() throws Exception {
        Path file = folder.resolve("stream.steno");
        Hold waits = new Hold(Hold.Point.MESSAGES, Flows.EPOCH, Times.UNSET, "~tcp", Times.UNSET, null, "");
        Hold ended = waits.ended(Hold.Outcome.EDITED, "ann");
        TcpFlow stream = Flows.raw(1, FlowState.OPEN, 0).withHolds(List.of(ended, waits));
        killedAfter(file, new FlowEvent.Opened(stream));
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        assertThat(store.resumedWith().interrupted()).isEqualTo(1);
        try (SessionReader reader = store.reader()) {
            Flow found = reader.flow(1).orElseThrow();
            assertThat(found.holds()).containsExactly(ended, waits);
            assertThat(found(reader, "~held & ~tcp & state = interrupted")).containsExactly(1L);
            assertThat(reader.rows(List.of(1L)).get(0).held()).isEqualTo(waits);
        }
        store.close();
        assertThat(SessionCheck.verify(file, Progress.NONE).isClean()).isTrue();
        ToolSession.damage(file, "UPDATE flow_pb SET pb = x'00'");
        SessionCheck.repair(file, Progress.NONE);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.flow(1).orElseThrow().held()).as("after a repair").isEqualTo(waits);
        }
    }

    @Test
    void aHoldThatHasEndedIsHistory() throws Exception {
        Path file = folder.resolve("ended.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        HttpFlow ended = Flows.complete(1).withHolds(List.of(HOLD.ended(Hold.Outcome.RESUMED, "ann")));
        store.commit(WriteBatch.of(
                new FlowEvent.Opened(Flows.open(2).withHolds(List.of(HOLD))), new FlowEvent.Closed(ended)));
        try (SessionReader reader = store.reader()) {
            assertThat(reader.flow(1)).contains(ended);
            assertThat(found(reader, "~held")).containsExactly(2L);
            assertThat(found(reader, "! ~held")).containsExactly(1L);
            assertThat(reader.rows(List.of(1L)).get(0).number(FlowColumns.HELD)).isEqualTo(-1);
        }
        store.close();
    }

    @Test
    void aRepairKeepsTheHoldOfAFlowWhoseEncodedFormIsUnreadable() throws Exception {
        Path file = folder.resolve("damaged.steno");
        killedAfter(file, new FlowEvent.Opened(Flows.open(1).withHolds(List.of(HOLD))));
        ToolSession.damage(file, "UPDATE flow_pb SET pb = x'00'");
        SessionCheck.repair(file, Progress.NONE);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            HttpFlow found = (HttpFlow) reader.flow(1).orElseThrow();
            assertThat(found.state()).isEqualTo(FlowState.INTERRUPTED);
            assertThat(found.held()).isEqualTo(HOLD);
        }
    }

    private static FlowEvent.BodyChunk chunk(long body) {
        return new FlowEvent.BodyChunk(body, 0, 0, new byte[9]);
    }

    private static FlowEvent.Changed draft(int revision, long body) {
        HttpFlow came = Flows.open(1);
        return new FlowEvent.Changed(new HttpFlow(
                1,
                revision,
                FlowState.OPEN,
                came.started(),
                Times.UNSET,
                came.client(),
                came.server(),
                came.request().withBody(new Body.Stored(body, 9, 9, true)),
                null,
                List.of(),
                null,
                came.notes(),
                null,
                List.of(HOLD),
                Flows.open(1, new Body.Stored(1, 9, 9, true))));
    }

    @Test
    void aDraftThatIsReplacedLeavesNoBodyInTheSession() throws Exception {
        Path file = folder.resolve("drafts.steno");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        HttpFlow came = Flows.open(1, new Body.Stored(1, 9, 9, true));
        store.commit(WriteBatch.of(chunk(1), new FlowEvent.Opened(came.withHolds(List.of(HOLD)))));
        store.commit(WriteBatch.of(chunk(2), draft(2, 2)));
        store.commit(WriteBatch.of(chunk(3), draft(3, 3)));
        store.close();
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).containsOnlyKeys(Problem.Kind.LEFT_OPEN);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            HttpFlow found = (HttpFlow) reader.flow(1).orElseThrow();
            assertThat(reader.body(found.request().body()).readAllBytes()).hasSize(9);
            assertThat(reader.body(found.original().request().body()).readAllBytes())
                    .hasSize(9);
        }
    }

    @Test
    void theJsonOfARowSaysWhatIsHeldAndThatOfAFlowListsAllHolds() throws Exception {
        HttpFlow held = Flows.open(1).withHolds(List.of(HOLD));
        String hold = "{\"point\":\"request\",\"since\":\"2026-09-21T14:13:20.000000000Z\","
                + "\"deadline\":\"2026-09-21T14:14:20.000000000Z\",\"why\":\"~u /items\"";
        assertThat(new String(Json.bytes(json -> new FlowJson(json).write(FlowRow.of(held))), UTF_8))
                .contains("\"held\":" + hold + "}");
        Hold ended = new Hold(
                HOLD.point(),
                HOLD.since(),
                HOLD.deadline(),
                HOLD.why(),
                Flows.EPOCH + 1_000_000_000L,
                Hold.Outcome.TIMED_OUT,
                "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.on(out)) {
            new FlowJson(json).write((Flow) held.withHolds(List.of(ended)), List.of(), (SessionReader) null);
        }
        assertThat(out.toString(UTF_8))
                .contains("\"held\":null")
                .contains("\"holds\":[" + hold
                        + ",\"ended\":\"2026-09-21T14:13:21.000000000Z\",\"outcome\":\"timed-out\",\"by\":null}]");
    }

    @Test
    void aCopyOfAHeldFlowIsNotHeldAndOneOfAnInterruptedFlowStillSaysThatItWas() throws Exception {
        Hold ended = HOLD.ended(Hold.Outcome.EDITED, "ann");
        HttpFlow held = Flows.open(1).withHolds(List.of(ended, HOLD));
        SqliteSessionStore store = SqliteSessionStore.open(folder.resolve("from.steno"), "test");
        Session to = new Session(new RecordBudget(32 << 20));
        to.start(SqliteSessionStore.open(folder.resolve("to.steno"), "test"), new Sequences());
        try (SessionReader from = store.reader();
                SessionReader copied = to.reader()) {
            FlowCopy copy = new FlowCopy(from, to);
            long ofHeld = copy.copy(held);
            long ofInterrupted = copy.copy(held.interrupted());
            copy.awaitDurable();
            assertThat(((HttpFlow) copied.flow(ofHeld).orElseThrow()).holds()).containsExactly(ended);
            assertThat(((HttpFlow) copied.flow(ofInterrupted).orElseThrow()).held())
                    .isEqualTo(HOLD);
        }
        to.close();
        store.close();
    }

    private static HttpRequest changed(HttpRequest came) {
        return new HttpRequest(
                came.method(),
                came.scheme(),
                came.host(),
                came.port(),
                "/changed",
                came.version(),
                came.headers(),
                came.trailers(),
                came.body(),
                came.started(),
                came.ended());
    }

    /** Leaves the file as a recorder that is killed after these facts does. */
    private void killedAfter(Path file, FlowEvent... facts) throws Exception {
        Path live = folder.resolve("live.steno");
        SqliteSessionStore store = SqliteSessionStore.open(live, "test", Durability.POWER);
        store.commit(WriteBatch.of(facts));
        for (String side : new String[] {"", "-wal"}) {
            Path from = Path.of(live + side);
            if (Files.exists(from)) {
                Files.copy(from, Path.of(file + side));
            }
        }
        store.close();
    }

    private static List<Long> found(SessionReader reader, String filter) throws Exception {
        List<Long> ids = new ArrayList<>();
        reader.search(FlowSearch.of(FilterParser.parse(filter)), place -> ids.add(place.flow()), () -> false);
        return ids;
    }
}
