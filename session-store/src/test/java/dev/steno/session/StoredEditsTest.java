package dev.steno.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.edit.EditOp;
import dev.steno.edit.MessagePart;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Sequences;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.ToolSession;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.sqlite.tool.SessionMerge;
import dev.steno.sqlite.tool.SessionTrim;
import dev.steno.store.FlowHistory;
import dev.steno.store.FlowSearch;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages of recorded flows are edited; what they were stays. */
@Timeout(120)
class StoredEditsTest {
    private static final String LARGE = "x".repeat(Body.Stored.CHUNK + 10);
    private static final List<String> TABLES = List.of("revision", "body", "body_chunk");

    @TempDir
    Path folder;

    private Path file;
    private Session session;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("work.steno");
        session = started(file);
        for (int i = 0; i < 2; i++) {
            session.accept(
                    new FlowEvent.Closed(Flows.complete(session.sequences().nextFlow())));
        }
        session.awaitDurable();
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
    }

    @Test
    void aFlowIsEditedTwiceAndRevertedOnceAndARestartKeepsAllOfIt() throws Exception {
        HttpFlow recorded = flow(1);
        edit(1, MessagePart.REQUEST, "ann", new EditOp.Method("PUT"), new EditOp.HeaderSet("Accept", "text/css", -1));
        HttpFlow second = edit(1, MessagePart.RESPONSE, "bob", new EditOp.Status(404), text("gone"));
        assertThat(second.revision()).isEqualTo(recorded.revision() + 2);
        assertThat(second.original()).isEqualTo(recorded);
        try (SessionReader reader = session.reader()) {
            new StoredEdits(session).revert(1, OptionalInt.of(1), StoredEdits.ANY, "ann", reader);
        }
        restart();

        try (SessionReader reader = session.reader()) {
            FlowHistory history = FlowHistory.read(1, reader).orElseThrow();
            assertThat(history.edits())
                    .extracting(FlowEdit::number, FlowEdit::by, FlowEdit::what)
                    .containsExactly(
                            tuple(1, "ann", "request method, header Accept"),
                            tuple(2, "bob", "response status, reason, header Content-Length, body (9 to 4 bytes)"),
                            tuple(
                                    3,
                                    "ann",
                                    "reverted to revision 1: response status, reason, header Content-Length, body (4 to 9 bytes)"));
            assertThat(history.edits()).extracting(FlowEdit::time).isSorted();
            assertThat(history.at(0, reader)).get().isEqualTo(recorded);
            HttpFlow first = (HttpFlow) history.at(1, reader).orElseThrow();
            assertThat(first.request().method()).isEqualTo("PUT");
            assertThat(first.request().headers().get("Accept")).isEqualTo("text/css");
            HttpFlow edited = (HttpFlow) history.at(2, reader).orElseThrow();
            assertThat(response(edited).status()).isEqualTo(404);
            assertThat(body(reader, response(edited))).isEqualTo("gone");
            HttpFlow now = (HttpFlow) history.at(3, reader).orElseThrow();
            assertThat(now).isEqualTo(flow(1));
            assertThat(now.request()).isEqualTo(first.request());
            assertThat(now.response()).isEqualTo(first.response());
            assertThat(now.original()).isEqualTo(recorded);
            assertThat(history.original()).isEqualTo(recorded);
            assertThat(history.at(4, reader)).isEmpty();
            assertThat(reader.edits(2)).isEmpty();
            assertThat(FlowHistory.isChanged(now)).isTrue();
            assertThat(history.isChangedOnItsWay(reader)).isFalse();
        }
        edit(1, MessagePart.REQUEST, "ann", new EditOp.Method("HEAD"));
        assertThat(rows("SELECT n, by, what FROM revisions WHERE flow = 1 AND n > 3"))
                .containsExactly("4|ann|request method|");
    }

    @Test
    void withoutANumberAFlowIsRevertedToWhatThePeersSent() throws Exception {
        HttpFlow sent = Flows.complete(3);
        HttpFlow forwarded = new HttpFlow(
                3,
                sent.revision() + 1,
                sent.state(),
                sent.started(),
                sent.duration(),
                sent.client(),
                sent.server(),
                sent.request().withMethod("POST"),
                sent.response(),
                sent.interim(),
                null,
                sent.notes(),
                sent);
        session.accept(new FlowEvent.Closed(forwarded));
        edit(3, MessagePart.REQUEST, "ann", new EditOp.Method("PUT"));
        try (SessionReader reader = session.reader()) {
            StoredEdits edits = new StoredEdits(session);
            HttpFlow asSent = edits.revert(3, OptionalInt.empty(), StoredEdits.ANY, "ann", reader);
            assertThat(asSent.request()).isEqualTo(sent.request());
            HttpFlow asForwarded = edits.revert(3, OptionalInt.of(0), StoredEdits.ANY, "ann", reader);
            assertThat(asForwarded.request()).isEqualTo(forwarded.request());
            assertThat(asForwarded.original()).isEqualTo(sent);
            assertThatThrownBy(() -> edits.revert(3, OptionalInt.of(9), StoredEdits.ANY, "ann", reader))
                    .isInstanceOf(FlowActionException.class)
                    .hasMessage("flow 3 has no revision 9; its last one is 3");
        }
    }

    @Test
    void anEditOfAnotherRevisionIsRefusedAndOneThatChangesNothingIsNone() throws Exception {
        int before = flow(1).revision();
        edit(1, MessagePart.REQUEST, "ann", new EditOp.Method("PUT"));
        try (SessionReader reader = session.reader()) {
            StoredEdits edits = new StoredEdits(session);
            List<EditOp> delete = List.of(new EditOp.Method("DELETE"));
            assertThatThrownBy(() -> edits.edit(1, before, MessagePart.REQUEST, delete, "bob", reader))
                    .isInstanceOfSatisfying(
                            FlowActionException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(FlowActionException.Reason.STALE));
            edits.edit(1, before + 1, MessagePart.REQUEST, List.of(new EditOp.Method("PUT")), "bob", reader);
            assertThat(flow(1).revision()).isEqualTo(before + 1);
            assertThat(reader.edits(1)).hasSize(1);
            assertThatThrownBy(() -> edits.edit(77, StoredEdits.ANY, MessagePart.REQUEST, delete, "bob", reader))
                    .hasMessage("there is no flow 77 in the session");
            session.accept(new FlowEvent.Opened(Flows.open(4)));
            assertThatThrownBy(() -> edits.edit(4, StoredEdits.ANY, MessagePart.REQUEST, delete, "bob", reader))
                    .hasMessageContaining("flow 4 is in progress");
            session.accept(new FlowEvent.Deleted(4));
        }
    }

    @Test
    void aLargeBodyIsStoredAndThatBeforeStaysUntilTheFlowIsRemoved() throws Exception {
        edit(1, MessagePart.RESPONSE, "ann", text(LARGE));
        edit(1, MessagePart.RESPONSE, "ann", text(LARGE + "y"));
        edit(1, MessagePart.RESPONSE, "ann", new EditOp.HeaderSet("Server", "other", -1));
        restart();
        try (SessionReader reader = session.reader()) {
            FlowHistory history = FlowHistory.read(1, reader).orElseThrow();
            assertThat(body(reader, response(history.at(1, reader).orElseThrow())))
                    .isEqualTo(LARGE);
            assertThat(response(history.at(2, reader).orElseThrow()).body())
                    .isEqualTo(response(flow(1)).body());
            assertThat(body(reader, response(flow(1)))).isEqualTo(LARGE + "y");
        }
        assertThat(rows("SELECT flow, part FROM bodies ORDER BY id"))
                .containsExactly("1|earlier response|", "1|response|");
        session.accept(new FlowEvent.Deleted(1));
        session.awaitDurable();
        assertNothingLeft();
    }

    @Test
    void aMessageIsEditedAsOneTextWithItsStoredBody() throws Exception {
        HttpFlow large = edit(1, MessagePart.RESPONSE, "ann", text(LARGE));
        String shown;
        try (SessionReader reader = session.reader()) {
            shown = StoredEdits.text(large, MessagePart.RESPONSE, reader);
        }
        assertThat(shown).startsWith("HTTP/1.1 200 ").endsWith("\n\n" + LARGE);

        HttpFlow same = edit(1, MessagePart.RESPONSE, "ann", new EditOp.Raw(shown));
        assertThat(same.revision()).isEqualTo(large.revision());
        HttpFlow other = edit(1, MessagePart.RESPONSE, "ann", new EditOp.Raw(shown.replaceFirst(" 200 ", " 404 ")));
        assertThat(response(other).status()).isEqualTo(404);
        assertThat(response(other).body()).isEqualTo(response(large).body());
    }

    @Test
    void aFlowThatIsRemovedWithItsQueuedEditsLeavesNothing() throws Exception {
        HttpFlow before = flow(1);
        for (int i = 1; i <= 3; i++) {
            byte[] data = LARGE.getBytes(UTF_8);
            session.accept(new FlowEvent.BodyChunk(i, 0, Arrays.copyOf(data, Body.Stored.CHUNK)));
            HttpFlow earlier = i == 1 ? before : edited(before, i - 1);
            session.accept(new FlowEvent.Edited(edited(before, i), earlier, new FlowEdit(0, i, "ann", "body")));
        }
        session.accept(new FlowEvent.Deleted(1));
        session.awaitDurable();
        assertNothingLeft();
    }

    private static HttpFlow edited(HttpFlow flow, int times) {
        HttpFlow next = flow.withResponse(
                response(flow).withBody(new Body.Stored(times, Body.Stored.CHUNK, Body.Stored.CHUNK, true)));
        for (int i = 0; i < times; i++) {
            next = next.withNotes(next.notes());
        }
        return next;
    }

    @Test
    void aLimitOfSizeRemovesTheBodiesOfEarlierRevisionsToo() throws Exception {
        edit(1, MessagePart.RESPONSE, "ann", text(LARGE));
        edit(1, MessagePart.RESPONSE, "ann", text("short"));
        for (long id = 3; id <= 30; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.awaitDurable();
        assertThat(rows("SELECT flow FROM body")).containsExactly("1|");
        long bytes;
        try (SessionReader reader = session.reader()) {
            bytes = reader.usage().bytes();
        }
        Retention retention = new Retention(
                session, new KeepLimits(Long.MAX_VALUE, bytes - 100_000, null), session::accept, failure -> {});
        await().until(() -> rows("SELECT flow FROM body").isEmpty());
        retention.close();
        try (SessionReader reader = session.reader()) {
            HttpFlow earlier = reader.beforeEdit(1, 2).orElseThrow();
            assertThat(response(earlier).body()).isEqualTo(new Body.Stored(0, 0, LARGE.length(), true));
            assertThat(body(reader, response(flow(1)))).isEqualTo("short");
        }
    }

    @Test
    void aPseudoHeaderFieldThatFollowsIsNoOrderOfHeaders() throws Exception {
        HttpFlow coming = Flows.complete(session.sequences().nextFlow());
        session.accept(new FlowEvent.Closed(coming.withResponse(
                response(coming).withHeaders(Headers.of(":status", "200", "server", "shop", "vary", "accept")))));
        session.awaitDurable();
        edit(coming.id(), MessagePart.RESPONSE, "ann", new EditOp.Status(503));
        edit(
                coming.id(),
                MessagePart.RESPONSE,
                "ann",
                new EditOp.HeaderFields(Headers.of("vary", "accept", "server", "shop")));
        try (SessionReader reader = session.reader()) {
            assertThat(reader.edits(coming.id()))
                    .extracting(FlowEdit::parts)
                    .containsExactly("response status, reason", "response order of headers");
        }
    }

    /** Those that were recorded before, in the index of texts or not yet, match no more; those of the other flow do. */
    @Test
    void filtersMatchWhatTheFlowIsNow() throws Exception {
        edit(
                1,
                MessagePart.REQUEST,
                "ann",
                new EditOp.Method("PATCH"),
                new EditOp.HeaderSet("Accept", "edited/type", -1));
        edit(1, MessagePart.RESPONSE, "ann", new EditOp.Status(404), text("needle"));
        for (boolean restarted : new boolean[] {false, true}) {
            try (SessionReader reader = session.reader()) {
                String before = body(reader, response(flow(2)));
                assertThat(found(reader, "method = PATCH & status = 404 & ~hq edited/type"))
                        .containsExactly(1L);
                assertThat(found(reader, "~bs needle")).containsExactly(1L);
                assertThat(found(reader, "~bs \"" + before + "\"")).containsExactly(2L);
                assertThat(found(reader, "status = 200")).containsExactly(2L);
            }
            restart();
        }
        try (SessionReader reader = session.reader()) {
            new StoredEdits(session).revert(1, OptionalInt.empty(), StoredEdits.ANY, "ann", reader);
            assertThat(found(reader, "status = 200")).containsExactly(1L, 2L);
            assertThat(found(reader, "~bs needle")).isEmpty();
        }
    }

    private static List<Long> found(SessionReader reader, String filter) throws Exception {
        List<Long> ids = new ArrayList<>();
        reader.search(FlowSearch.of(FilterParser.parse(filter)), place -> ids.add(place.flow()), () -> false);
        ids.sort(null);
        return ids;
    }

    @Test
    void copiesHaveTheHistoryOfTheirFlow() throws Exception {
        edit(1, MessagePart.RESPONSE, "ann", text(LARGE));
        edit(1, MessagePart.RESPONSE, "bob", text("short"));
        long copied;
        try (SessionReader reader = session.reader()) {
            FlowCopy copy = new FlowCopy(reader, session);
            copied = copy.copy(flow(1));
            copy.awaitDurable();
            assertThat(reader.edits(copied)).isEqualTo(reader.edits(1));
            assertThat(body(reader, response(reader.beforeEdit(copied, 2).orElseThrow())))
                    .isEqualTo(LARGE);
            assertThat(body(reader, response(flow(copied)))).isEqualTo("short");
        }
        session.close();

        Path saved = folder.resolve("saved.steno");
        SessionCopy.save(file, saved, FilterParser.parse("id = 1"), false, Progress.NONE);
        historyIsWhole(saved, 1);
        Path merged = folder.resolve("merged.steno");
        SessionMerge.merge(List.of(saved, file), merged, "test", false, Progress.NONE);
        historyIsWhole(merged, 1);
        assertThat(ToolSession.rows(merged, "SELECT flow, count(*) FROM revision GROUP BY flow"))
                .hasSize(3);
        try (SessionTrim trim = SessionTrim.open(merged, Progress.NONE)) {
            trim.remove(trim.find(FilterParser.parse("~all")));
        }
        for (String table : TABLES) {
            assertThat(ToolSession.rows(merged, "SELECT count(*) FROM " + table))
                    .containsExactly("0|");
        }
        session = started(file);
    }

    @Test
    void aDamagedHistoryIsFoundAndRepaired() throws Exception {
        edit(1, MessagePart.RESPONSE, "ann", text(LARGE));
        edit(1, MessagePart.RESPONSE, "ann", text("short"));
        edit(2, MessagePart.REQUEST, "ann", new EditOp.Method("PUT"));
        edit(2, MessagePart.REQUEST, "ann", new EditOp.Method("HEAD"));
        session.close();
        ToolSession.damage(
                file,
                "DELETE FROM body_chunk WHERE seq = 1",
                "UPDATE revision SET by = 'eve' WHERE flow = 2 AND n = 1",
                "UPDATE revision SET pb = x'00' WHERE flow = 2 AND n = 2",
                "INSERT INTO revision VALUES (99, 1, 1, 'ann', 'body', x'00', 0)");
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThatThrownBy(() -> reader.beforeEdit(2, 1))
                    .hasMessageContaining("edit 1 of flow 2 was altered since it was recorded");
        }
        assertThat(SessionCheck.verify(file, Progress.NONE).counts().keySet())
                .extracting(Enum::name)
                .containsExactly("ALTERED", "UNREADABLE", "SHORT_BODY", "ORPHAN_REVISION");
        SessionCheck.repair(file, Progress.NONE);
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
        session = started(file);
        try (SessionReader reader = session.reader()) {
            Body.Stored left = (Body.Stored)
                    response(reader.beforeEdit(1, 2).orElseThrow()).body();
            assertThat(left.size()).isEqualTo(Body.Stored.CHUNK);
            assertThat(reader.beforeEdit(2, 1)).isPresent();
            assertThat(reader.edits(2)).hasSize(1);
        }
    }

    @Test
    void aFlowIsNotEditedWithoutEnd() throws Exception {
        HttpFlow before = flow(1);
        HttpFlow next = before;
        for (int i = 0; i < StoredEdits.LIMIT; i++) {
            next = next.withNotes(next.notes());
            session.accept(new FlowEvent.Edited(next, before, new FlowEdit(0, i, "ann", "notes")));
        }
        session.awaitDurable();
        assertThatThrownBy(() -> edit(1, MessagePart.REQUEST, "ann", new EditOp.Method("PUT")))
                .isInstanceOf(FlowActionException.class)
                .hasMessageContaining("flow 1 was edited 1000 times");
    }

    private void historyIsWhole(Path saved, long id) throws Exception {
        assertThat(SessionCheck.verify(saved, Progress.NONE).counts()).isEmpty();
        try (SessionReader reader = SqliteSessionReader.open(saved)) {
            FlowHistory history = FlowHistory.read(id, reader).orElseThrow();
            assertThat(history.edits()).extracting(FlowEdit::by).containsExactly("ann", "bob");
            assertThat(body(reader, response(history.at(0, reader).orElseThrow())))
                    .isEqualTo("body of 1");
            assertThat(body(reader, response(history.at(1, reader).orElseThrow())))
                    .isEqualTo(LARGE);
        }
    }

    private void assertNothingLeft() throws Exception {
        for (String table : TABLES) {
            assertThat(rows("SELECT count(*) FROM " + table)).containsExactly("0|");
        }
    }

    private HttpFlow edit(long flow, MessagePart part, String by, EditOp... operations) throws Exception {
        try (SessionReader reader = session.reader()) {
            return new StoredEdits(session).edit(flow, StoredEdits.ANY, part, List.of(operations), by, reader);
        }
    }

    private static EditOp text(String body) {
        return new EditOp.NewBody(body, null, false);
    }

    private HttpFlow flow(long id) throws Exception {
        try (SessionReader reader = session.reader()) {
            return (HttpFlow) reader.flow(id).orElseThrow();
        }
    }

    private static HttpResponse response(Flow flow) {
        return Objects.requireNonNull(((HttpFlow) flow).response());
    }

    private static String body(SessionReader reader, HttpResponse response) throws Exception {
        return new String(reader.body(response.body()).readAllBytes(), UTF_8);
    }

    private List<String> rows(String query) throws Exception {
        return ToolSession.rows(file, query);
    }

    private void restart() throws Exception {
        session.close();
        session = started(file);
    }

    private static Session started(Path file) throws Exception {
        Session started = new Session(new RecordBudget(32 << 20));
        started.start(SqliteSessionStore.open(file, "test"), new Sequences());
        return started;
    }
}
