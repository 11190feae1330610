package dev.steno.sqlite.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.sqlite.RecordingProcess;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.StopAt;
import dev.steno.sqlite.ToolSession;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.CheckReport;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.Problem;
import dev.steno.store.Problem.Kind;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SessionCheckTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void record() throws Exception {
        file = ToolSession.record(folder.resolve("work.steno"));
    }

    @Test
    void aSoundSessionIsCleanAndUntouched() throws Exception {
        Map<String, String> before = ToolSession.digests(folder);
        CheckReport report = verify();
        assertThat(report.isClean()).isTrue();
        assertThat(report.counts()).isEmpty();
        assertThat(report.flows()).isEqualTo(5);
        assertThat(report.bodies()).isEqualTo(2);
        assertThat(report.recorded()).isFalse();
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    @Test
    void aFlowThatARepairWroteIsIndexedAgain() throws Exception {
        ToolSession.damage(
                file,
                "INSERT INTO text_chunk VALUES (1, 0, 0, 1, 5, NULL, x'')",
                "INSERT INTO text_posting WITH RECURSIVE n(i) AS (SELECT 512 UNION ALL SELECT i + 1 FROM n WHERE i < 1023)"
                        + " SELECT i, x'00' FROM n",
                "UPDATE flow_pb SET pb = x'ffffffff' WHERE id = 2");
        SessionCheck.repair(file, Progress.NONE);
        try (SqliteConnection client = new SqliteConnection(ConnectionOpener.read(file))) {
            assertThat(client.number("SELECT flow FROM text_again")).isEqualTo(2);
        }
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage(Kind.UNREADABLE, 2, "UPDATE flow_pb SET pb = x'ffffffff' WHERE id = 2"),
                damage(
                        Kind.UNREADABLE,
                        2,
                        "UPDATE flow_pb SET pb = (SELECT pb FROM flow_pb WHERE id = 1) WHERE id = 2"),
                damage(Kind.NO_MESSAGE, 3, "DELETE FROM flow_pb WHERE id = 3"),
                damage(
                        Kind.NO_ROW,
                        3,
                        "DELETE FROM flow WHERE id = 3",
                        "UPDATE counter SET value = 4 WHERE name = 'flows'"),
                damage(Kind.PROJECTION, 1, "UPDATE flow SET status = 500, host = 'elsewhere.test' WHERE id = 1"),
                damage(Kind.PROJECTION, 1, "UPDATE flow SET state = 77 WHERE id = 1"),
                damage(Kind.PROJECTION, 1, "UPDATE flow SET revision = 99 WHERE id = 1"),
                damage(Kind.ANNOTATIONS, 1, "UPDATE annotation SET value = 'other' WHERE name = 'a'"),
                damage(Kind.ANNOTATIONS, 1, "DELETE FROM annotation"),
                damage(Kind.ANNOTATIONS, 2, "INSERT INTO annotation VALUES (2, 'a', 'b')"),
                damage(Kind.SHORT_BODY, 2, "DELETE FROM body_chunk WHERE body = 1 AND seq = 1"),
                damage(Kind.SHORT_BODY, 2, "DELETE FROM body_chunk WHERE body = 1 AND seq = 0"),
                damage(Kind.SHORT_BODY, 2, "UPDATE body_chunk SET data = x'00' WHERE body = 1 AND seq = 1"),
                damage(Kind.BODY_ROW, 2, "DELETE FROM body WHERE id = 1", "DELETE FROM body_chunk WHERE body = 99"),
                damage(Kind.BODY_ROW, 3, "UPDATE body SET true_size = 7 WHERE id = 2"),
                damage(Kind.BODY_ROW, 2, "UPDATE body SET flow = 3 WHERE id = 1"),
                damage(Kind.BODY_ROW, 2, "UPDATE body SET flow = 77 WHERE id = 1"),
                damage(Kind.SHORT_STREAM, 4, "DELETE FROM message WHERE flow = 4 AND seq = 1"),
                damage(Kind.SHORT_STREAM, 4, "DELETE FROM message WHERE flow = 4"),
                damage(Kind.NO_CERTIFICATE, 1, "DELETE FROM certificate"),
                damage(Kind.CERTIFICATE, 0, "UPDATE certificate SET der = x'30'"),
                damage(
                        Kind.ORPHAN_BODY,
                        1,
                        "INSERT INTO body VALUES (9, 1, 1, 5, 5, 1)",
                        "UPDATE counter SET value = 9 WHERE name = 'body'"),
                damage(
                        Kind.ORPHAN_BODY,
                        0,
                        "INSERT INTO body VALUES (9, 77, 1, 5, 5, 1)",
                        "UPDATE counter SET value = 9 WHERE name = 'body'"),
                damage(
                        Kind.ORPHAN_PIECES,
                        0,
                        "INSERT INTO body_chunk VALUES (9, 0, x'00', NULL, NULL)",
                        "UPDATE counter SET value = 9 WHERE name = 'body'"),
                damage(
                        Kind.ORPHAN_STREAM,
                        0,
                        "INSERT INTO message (flow, seq, time, from_client, data) VALUES (77, 0, 0, 1, x'00')"),
                damage(Kind.ORPHAN_ANNOTATION, 0, "INSERT INTO annotation VALUES (77, 'a', 'b')"),
                damage(Kind.TEXT_INDEX, 0, "INSERT INTO text_chunk VALUES (1, 0, 0, 1, 3, NULL, x'')"),
                damage(Kind.COUNTER, 0, "UPDATE counter SET value = 3 WHERE name = 'flow'"),
                damage(Kind.COUNTER, 0, "UPDATE counter SET value = 1 WHERE name = 'body'"),
                damage(Kind.COUNTER, 0, "UPDATE counter SET value = 2 WHERE name = 'connection'"),
                damage(Kind.ALTERED, 1, "UPDATE flow_pb SET checksum = checksum + 1 WHERE id = 1"),
                damage(Kind.ALTERED, 4, "UPDATE message SET time = time + 1 WHERE flow = 4 AND seq = 0"),
                damage(Kind.ALTERED, 4, "UPDATE message SET kind = 9 WHERE flow = 4 AND seq = 0"),
                damage(
                        Kind.ALTERED,
                        2,
                        "UPDATE body_chunk SET data = zeroblob(length(data)) WHERE body = 1 AND seq = 0"),
                damage(Kind.ORPHAN_REVISION, 0, "INSERT INTO revision VALUES (99, 1, 1, 'a', 'body', x'00', 0)"),
                damage(Kind.META, 0, "UPDATE meta SET value = 'x'"),
                damage(Kind.META, 0, "DELETE FROM meta"),
                damage(
                        Kind.NO_MESSAGE,
                        3,
                        "UPDATE flow SET state = 0 WHERE id = 3",
                        "DELETE FROM flow_pb WHERE id = 3"),
                damage(Kind.PROJECTION, 3, "UPDATE flow SET state = 99 WHERE id = 3"),
                damage(Kind.PROJECTION, 3, "UPDATE flow SET state = -1 WHERE id = 3"),
                damage(Kind.PROJECTION, 3, "UPDATE flow SET error_step = 99 WHERE id = 3"),
                damage(Kind.PROJECTION, 3, "UPDATE flow SET replay = 7 WHERE id = 3"),
                damage(Kind.COUNTER, 0, "DELETE FROM counter WHERE name = 'flows'"));
    }

    private static Arguments damage(Kind kind, long flow, String... statements) {
        return arguments(kind, flow, List.of(statements));
    }

    @Test
    void eachKindOfDamageIsTried() {
        Set<Object> tried = damages().map(each -> each.get()[0]).collect(Collectors.toSet());
        assertThat(tried)
                .hasSize(Kind.values().length - 4)
                .doesNotContain(Kind.STRUCTURE, Kind.SCHEMA, Kind.LEFT_OPEN, Kind.LEFT_BODY);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damageIsFoundAndMended(Kind kind, long flow, List<String> statements) throws Exception {
        ToolSession.damage(file, statements.toArray(String[]::new));

        CheckReport found = verify();
        assertThat(found.isClean()).isFalse();
        assertThat(found.counts()).containsKey(kind);
        assertThat(found.first()).extracting(Problem::kind).contains(kind);
        assertThat(found.first())
                .filteredOn(problem -> problem.kind() == kind)
                .extracting(Problem::flow)
                .contains(flow);

        CheckReport repaired = SessionCheck.repair(file, Progress.NONE);
        assertThat(repaired.repaired()).isTrue();
        assertThat(repaired.isClean()).isTrue();
        assertThat(verify().counts()).isEmpty();
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            List<Flow> flows = reader.page(Place.START, 100, false);
            assertThat(flows).extracting(Flow::id).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(reader.rows(Place.START, 100, false))
                    .isEqualTo(flows.stream().map(FlowRow::of).toList());
            for (Flow each : flows) {
                if (each instanceof HttpFlow http && http.response() != null) {
                    Body body = Objects.requireNonNull(http.response()).body();
                    assertThat(reader.body(body).readAllBytes()).hasSize((int) body.size());
                    if (kind != Kind.SHORT_BODY && body instanceof Body.Stored) {
                        assertThat(body.size()).isGreaterThanOrEqualTo(20_000);
                    }
                }
            }
        }
    }

    @Test
    void aMessageThatCannotBeReadIsSetAsideAndItsColumnsStay() throws Exception {
        ToolSession.damage(file, "UPDATE flow_pb SET pb = x'c0ffee' WHERE id = 2");
        CheckReport report = SessionCheck.repair(file, Progress.NONE);
        assertThat(report.setAside()).isEqualTo(1);
        try (SqliteConnection client = new SqliteConnection(ConnectionOpener.read(file));
                SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(client.number("SELECT flow FROM damaged WHERE data = x'c0ffee'"))
                    .isEqualTo(2);
            HttpFlow flow = (HttpFlow) reader.flow(2).orElseThrow();
            assertThat(flow.request().path()).isEqualTo("/items/2?q=1");
            assertThat(flow.notes().metadata().get(Repair.NOTE)).startsWith("rebuilt from its columns: ");
            Body body = Objects.requireNonNull(flow.response()).body();
            assertThat(body).isEqualTo(new Body.Stored(1, ToolSession.BODY, ToolSession.BODY, true));
            assertThat(reader.body(body).readAllBytes()).hasSize(ToolSession.BODY);
        }
    }

    @Test
    void aBodyThatLostItsEndIsMarkedIncompleteWithItsTrueSizeKept() throws Exception {
        ToolSession.damage(file, "DELETE FROM body_chunk WHERE body = 1 AND seq = 1");
        SessionCheck.repair(file, Progress.NONE);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            HttpFlow flow = (HttpFlow) reader.flow(2).orElseThrow();
            assertThat(Objects.requireNonNull(flow.response()).body())
                    .isEqualTo(new Body.Stored(1, Body.Stored.CHUNK, ToolSession.BODY, false));
            assertThat(flow.revision()).isEqualTo(3);
        }
    }

    @Test
    void whatIsLostOfACertificateChainIsNotedWithTheFlow() throws Exception {
        ToolSession.damage(file, "DELETE FROM certificate");
        SessionCheck.repair(file, Progress.NONE);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            TcpFlow flow = (TcpFlow) reader.flow(4).orElseThrow();
            assertThat(flow.notes().metadata().get(Repair.NOTE)).startsWith("certificates were missing: ");
            assertThat(Objects.requireNonNull(
                                    Objects.requireNonNull(flow.server()).tls())
                            .peerCertificates())
                    .isEmpty();
        }
    }

    @Test
    void whatTheDeathOfARecorderLeavesIsNamedButNoProblem() throws Exception {
        Process recorder = RecordingProcess.start(folder.resolve("killed.steno"), "forever");
        try {
            assertThat(recorder.inputReader().readLine()).isNotNull();
        } finally {
            recorder.destroyForcibly().waitFor();
        }
        Path killed = folder.resolve("killed.steno");
        CheckReport found = SessionCheck.verify(killed, Progress.NONE);
        assertThat(found.isClean()).isTrue();
        assertThat(found.leftovers()).isPositive();
        assertThat(found.counts()).containsKey(Kind.LEFT_OPEN);
        SessionCheck.repair(killed, Progress.NONE);
        assertThat(SessionCheck.verify(killed, Progress.NONE).counts()).isEmpty();
        try (SessionReader reader = SqliteSessionReader.open(killed)) {
            assertThat(reader.rows(Place.START, Integer.MAX_VALUE, false))
                    .noneMatch(row -> row.state() == FlowState.OPEN);
        }
    }

    @Test
    void aSessionIsCheckedWhileItIsRecordedAndNotRepaired() throws Exception {
        Path live = folder.resolve("live.steno");
        Process recorder = RecordingProcess.start(live, "forever");
        try {
            for (int round = 0; round < 5; round++) {
                assertThat(recorder.inputReader().readLine()).isNotNull();
                CheckReport report = SessionCheck.verify(live, Progress.NONE);
                assertThat(report.first()).isEmpty();
                assertThat(report.recorded()).isTrue();
            }
            assertThatThrownBy(() -> SessionCheck.repair(live, Progress.NONE))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("a process is recording to");
        } finally {
            recorder.destroyForcibly().waitFor();
        }
    }

    @Test
    void aBrokenIndexIsFoundAndMadeAnew() throws Exception {
        long root;
        try (SqliteConnection client = new SqliteConnection(ConnectionOpener.read(file))) {
            root = client.number("SELECT rootpage FROM sqlite_master WHERE name = 'body_flow'");
        }
        ToolSession.damage(file, "PRAGMA writable_schema = 1", "DELETE FROM sqlite_master WHERE name = 'body_flow'");
        ToolSession.damage(file, "UPDATE body SET flow = 3 WHERE id = 1"); // not entered in the hidden index
        ToolSession.damage(
                file,
                "PRAGMA writable_schema = 1",
                "INSERT INTO sqlite_master VALUES ('index', 'body_flow', 'body', " + root
                        + ", 'CREATE INDEX body_flow ON body (flow)')");
        CheckReport found = verify();
        assertThat(found.counts()).containsOnlyKeys(Kind.STRUCTURE);
        CheckReport repaired = SessionCheck.repair(file, Progress.NONE);
        assertThat(repaired.counts()).containsOnlyKeys(Kind.STRUCTURE, Kind.BODY_ROW);
        assertThat(verify().counts()).isEmpty();
    }

    @Test
    void aTornPageIsFoundAndNothingIsChangedByTheRepair() throws Exception {
        long page;
        long size;
        try (SqliteConnection client = new SqliteConnection(ConnectionOpener.read(file))) {
            page = client.number("SELECT rootpage FROM sqlite_master WHERE name = 'flow_pb'");
            size = client.number("PRAGMA page_size");
        }
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek((page - 1) * size);
            raw.write(new byte[4096]);
        }
        Map<String, String> before = ToolSession.digests(folder);
        assertThat(verify().counts()).containsOnlyKeys(Kind.STRUCTURE);
        CheckReport repaired = SessionCheck.repair(file, Progress.NONE);
        assertThat(repaired.isClean()).isFalse();
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    @Test
    void aRepairThatIsStoppedLeavesTheFileAsItWas() throws Exception {
        ToolSession.damage(file, "UPDATE flow SET status = 500", "DELETE FROM body_chunk WHERE seq = 1");
        Map<String, String> before = ToolSession.digests(folder);
        assertThatThrownBy(() -> SessionCheck.repair(file, new StopAt(4))).isInstanceOf(WorkStopped.class);
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    @Test
    void everyKindHasItsOwnWords() {
        assertThat(EnumSet.allOf(Kind.class)).extracting(Kind::label).doesNotHaveDuplicates();
    }

    private CheckReport verify() throws Exception {
        return SessionCheck.verify(file, Progress.NONE);
    }
}
