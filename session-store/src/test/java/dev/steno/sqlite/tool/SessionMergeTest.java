package dev.steno.sqlite.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowArbitraries;
import dev.steno.filter.Filter;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.session.Flows;
import dev.steno.sqlite.RecordingProcess;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.StopAt;
import dev.steno.sqlite.ToolSession;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.store.FlowRewrite;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import dev.steno.store.WriteBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionMergeTest {
    @TempDir
    Path folder;

    @Test
    void flowsAreNumberedInTheOrderOfTheirTimesAndKeepWhatIsTheirs() throws Exception {
        Path one = ToolSession.record(folder.resolve("one.steno"));
        Path two = folder.resolve("two.steno");
        SqliteSessionStore store = SqliteSessionStore.open(two, "test");
        store.commit(WriteBatch.of(
                new FlowEvent.BodyChunk(1, 0, ToolSession.filled(30_000, 'q')),
                new FlowEvent.Closed(at(Flows.complete(1, new Body.Stored(1, 30_000, 30_000, true)), 0)),
                new FlowEvent.Closed(at(child(2, 1), 1)),
                new FlowEvent.Closed(at(child(3, 77), Flows.EPOCH * 2))));
        store.close();
        Map<String, String> before = ToolSession.digests(folder);
        Path merged = folder.resolve("merged.steno");

        SessionCopy.Saved saved = SessionMerge.merge(List.of(one, two), merged, "test", false, Progress.NONE);

        assertThat(saved.flows()).isEqualTo(8);
        assertThat(ToolSession.digests(folder)).containsAllEntriesOf(before).hasSize(3);
        assertThat(SessionCheck.verify(merged, Progress.NONE).counts()).isEmpty();
        try (SessionReader reader = SqliteSessionReader.open(merged);
                SessionReader first = SqliteSessionReader.open(one)) {
            List<Flow> flows = reader.page(Place.START, 100, false);
            assertThat(flows).extracting(Flow::id).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
            assertThat(flows).extracting(Flow::started).isSorted();
            assertThat(((TcpFlow) flows.get(1)).parent()).isEqualTo(1);
            assertThat(((TcpFlow) flows.get(7)).parent()).isZero();
            HttpFlow moved = (HttpFlow) flows.get(0);
            Body body = Objects.requireNonNull(moved.response()).body();
            assertThat(body).isEqualTo(new Body.Stored(3, 30_000, 30_000, true));
            assertThat(reader.body(body).readAllBytes()).isEqualTo(ToolSession.filled(30_000, 'q'));
            assertThat(moved.client().connection()).isEqualTo(10 + 1);
            assertThat(reader.messages(6, 0, 10)).hasSize(3);
            for (int i = 0; i < 5; i++) {
                assertThat(numbered(flows.get(i + 2), i + 1))
                        .isEqualTo(first.flow(i + 1).orElseThrow());
            }
            assertThat(ToolSession.rows(merged, "SELECT * FROM certificate"))
                    .isEqualTo(ToolSession.rows(one, "SELECT * FROM certificate"));
        }
        SqliteSessionStore resumed = SqliteSessionStore.open(merged, "test");
        assertThat(resumed.resumedWith().lastBody()).isEqualTo(3);
        assertThat(resumed.resumedWith().lastConnection()).isEqualTo(10 + 6);
        resumed.close();
    }

    @Provide
    Arbitrary<List<Flow>> sessions() {
        return FlowArbitraries.flows().list().ofMinSize(1).ofMaxSize(8);
    }

    /** Copying a session, or merging it with itself, changes nothing in a flow except its numbers. */
    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void everyFlowComesThroughSaveAndMerge(@ForAll("sessions") List<Flow> given) throws Exception {
        Path here = Files.createTempDirectory("merge");
        try {
            Path file = here.resolve("a.steno");
            List<Flow> kept = write(file, given);
            Path copy = here.resolve("b.steno");
            SessionCopy.save(file, copy, Filter.ALL, false, Progress.NONE);
            assertThat(read(copy)).isEqualTo(kept);
            Path merged = here.resolve("c.steno");
            SessionMerge.merge(List.of(file, copy), merged, "test", false, Progress.NONE);
            List<Flow> twice = new ArrayList<>();
            read(merged).forEach(flow -> twice.add(plain(flow)));
            List<Flow> expected = new ArrayList<>();
            kept.forEach(flow -> {
                expected.add(plain(flow));
                expected.add(plain(flow));
            });
            assertThat(twice).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(read(merged)).extracting(Flow::id).isSorted().doesNotHaveDuplicates();
        } finally {
            try (var files = Files.walk(here)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static List<Flow> write(Path file, List<Flow> given) throws Exception {
        Map<Long, Flow> byNumber = new TreeMap<>();
        for (Flow flow : given) {
            // Numbers as in a real session. Stored bodies and messages do not matter here.
            long id = byNumber.size() + 1L;
            byNumber.put(id, ended(plainWith(flow, id)));
        }
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        store.commit(WriteBatch.of(
                byNumber.values().stream().map(FlowEvent.Closed::new).toArray(FlowEvent[]::new)));
        store.close();
        return List.copyOf(byNumber.values());
    }

    private static Flow ended(Flow flow) {
        return flow.state() == FlowState.OPEN ? flow.interrupted() : flow;
    }

    private static List<Flow> read(Path file) throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            return reader.page(Place.START, 100, false);
        }
    }

    private static Flow plain(Flow flow) {
        return with(flow, 0, 1);
    }

    private static Flow plainWith(Flow flow, long id) {
        return with(flow, id, 1000);
    }

    private static Flow with(Flow flow, long id, long connections) {
        return new FlowRewrite() {
            @Override
            protected long id(long old) {
                return id;
            }

            @Override
            protected long parent(long old) {
                return 0;
            }

            @Override
            protected long connection(long number) {
                return 1 + Math.floorMod(number, connections);
            }

            @Override
            protected Body body(Body body) {
                return body instanceof Body.Stored stored
                        ? new Body.Stored(0, 0, stored.trueSize(), stored.complete())
                        : body;
            }
        }.of(flow);
    }

    @Test
    void aSessionThatIsBeingRecordedIsNotMerged() throws Exception {
        Path one = ToolSession.record(folder.resolve("one.steno"));
        Path live = folder.resolve("live.steno");
        Process recorder = RecordingProcess.start(live, "hold");
        try {
            assertThatThrownBy(() -> SessionMerge.merge(
                            List.of(one, live), folder.resolve("merged.steno"), "test", false, Progress.NONE))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("save the session first");
        } finally {
            recorder.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve("merged.steno")).doesNotExist();
    }

    @Test
    void aFlowThatCannotBeReadStopsTheMergeRatherThanBeLost() throws Exception {
        Path one = ToolSession.record(folder.resolve("one.steno"));
        Path two = ToolSession.record(folder.resolve("two.steno"));
        ToolSession.damage(two, "UPDATE flow_pb SET pb = x'00' WHERE id = 3");
        assertThatThrownBy(() -> SessionMerge.merge(
                        List.of(one, two), folder.resolve("merged.steno"), "test", false, Progress.NONE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("flow 3 of " + two)
                .hasMessageContaining("steno verify --repair");
        assertThat(ToolSession.names(folder)).containsExactly("one.steno", "two.steno");
    }

    @Test
    void aStoppedMergeLeavesNothing() throws Exception {
        Path one = ToolSession.record(folder.resolve("one.steno"));
        Path two = ToolSession.record(folder.resolve("two.steno"));
        Map<String, String> before = ToolSession.digests(folder);
        assertThatThrownBy(() -> SessionMerge.merge(
                        List.of(one, two), folder.resolve("merged.steno"), "test", false, new StopAt(3)))
                .isInstanceOf(WorkStopped.class);
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    private static TcpFlow child(long id, long parent) {
        TcpFlow raw = Flows.raw(id, FlowState.COMPLETE, 0);
        return new TcpFlow(
                id,
                2,
                raw.state(),
                raw.started(),
                raw.duration(),
                raw.client(),
                raw.server(),
                raw.target(),
                raw.protocol(),
                0,
                0,
                0,
                parent,
                null,
                raw.notes());
    }

    private static Flow at(Flow flow, long started) {
        if (flow instanceof TcpFlow tcp) {
            return new TcpFlow(
                    tcp.id(),
                    tcp.revision(),
                    tcp.state(),
                    started,
                    tcp.duration(),
                    tcp.client(),
                    tcp.server(),
                    tcp.target(),
                    tcp.protocol(),
                    tcp.sentByClient(),
                    tcp.sentByServer(),
                    tcp.messages(),
                    tcp.parent(),
                    tcp.error(),
                    tcp.notes());
        }
        HttpFlow http = (HttpFlow) flow;
        return new HttpFlow(
                http.id(),
                http.revision(),
                http.state(),
                started,
                http.duration(),
                http.client(),
                http.server(),
                http.request(),
                http.response(),
                http.interim(),
                http.error(),
                http.notes(),
                http.original());
    }

    private static Flow numbered(Flow flow, long id) {
        return new FlowRewrite() {
            @Override
            protected long id(long old) {
                return id;
            }
        }.of(flow);
    }

    @Test
    void aCertificateThatIsTooLargeIsSaidInALine() throws Exception {
        Path session = ToolSession.record(folder.resolve("one.steno"));
        ToolSession.damage(session, "UPDATE certificate SET der = zeroblob(" + (ConnectionOpener.ROW_BYTES + 1) + ")");
        String said = "a row is larger than " + ConnectionOpener.ROW_BYTES + " bytes";

        assertThatThrownBy(() -> SessionMerge.merge(
                        List.of(session), folder.resolve("merged.steno"), "test", false, Progress.NONE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining(said);
        ToolSession.damage(session, "DELETE FROM counter");
        assertThatThrownBy(() -> SqliteSessionStore.open(session, "test"))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining(said);
    }
}
