package dev.steno.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.compare.ComparisonRules;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Notes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairingTest {
    @TempDir
    private Path folder;

    private Recording a;
    private Recording b;

    @BeforeEach
    void open() {
        a = new Recording(folder, "a.steno");
        b = new Recording(folder, "b.steno");
    }

    @Test
    void flowsInAnotherOrderArePaired() throws IOException {
        for (String path : List.of("/1", "/2", "/3", "/4")) {
            a.get(path).body("text/plain", "of " + path);
        }
        for (String path : List.of("/4", "/2", "/1", "/3")) {
            b.get(path).body("text/plain", "of " + path);
        }
        DiffSummary summary = a.diff(b).summary();
        assertThat(summary.isSame()).isTrue();
        assertThat(summary.same()).isEqualTo(4);
    }

    @Test
    void theNthFlowOfAUrlIsPairedWithTheNth() throws IOException {
        a.get("/x").body("text/plain", "one");
        a.get("/x").body("text/plain", "two");
        b.get("/x").body("text/plain", "one");
        b.get("/x").body("text/plain", "other");
        Recording.Result result = a.diff(b);
        assertThat(result.pairs()).containsExactly("2-2");
        assertThat(result.rows()).containsExactly("response body 1: two | other");
    }

    @Test
    void aFlowThatIsMissingIsReportedAndDoesNotShiftThoseBehindIt() throws IOException {
        for (String body : List.of("first", "second one", "the third")) {
            a.get("/x").body("text/plain", body);
        }
        b.get("/x").body("text/plain", "second one");
        b.get("/x").body("text/plain", "the third");
        assertThat(a.diff(b).pairs()).containsExactly("1-");
    }

    @Test
    void aFlowThatIsDoubledIsReportedOnce() throws IOException {
        a.get("/x").body("text/plain", "first");
        a.get("/x").body("text/plain", "second one");
        b.get("/x").body("text/plain", "first");
        b.get("/x").body("text/plain", "first");
        b.get("/x").body("text/plain", "second one");
        Recording.Result result = a.diff(b);
        assertThat(result.summary().added()).isEqualTo(1);
        assertThat(result.summary().same()).isEqualTo(2);
        assertThat(result.differences()).hasSize(1);
    }

    @Test
    void urlsThatDifferInNumbersAndIdsArePairedWithoutADifference() throws IOException {
        a.get("/users/481234/orders?from=1700000001&nonce=abc");
        a.get("/files/9f86d081884c7d659a2feaa0c55ad015/v");
        a.get("/o/0190e1a2-7c3b-7def-8000-1234567890ab");
        b.get("/files/c4ca4238a0b923820dcc509a6f75849b/v");
        b.get("/o/0190e1a2-7c3b-7def-9999-ba0987654321");
        b.get("/users/990001/orders?from=1800000000&nonce=xyz");
        DiffSummary summary = a.diff(b).summary();
        assertThat(summary.isSame()).isTrue();
        assertThat(summary.same()).isEqualTo(3);
    }

    /** Numbers are folded only for flows whose URL the other side lacks. */
    @Test
    void anEqualUrlIsPreferredToOneWithOtherNumbers() throws IOException {
        a.get("/items/1001").body("text/plain", "one");
        a.get("/items/1002").body("text/plain", "two");
        b.get("/items/1002").body("text/plain", "two");
        b.get("/items/1001").body("text/plain", "one");
        assertThat(a.diff(b).summary().isSame()).isTrue();
    }

    @Test
    void anotherServerIsPairedByPathAndSaid() throws IOException {
        a.get("/login").host("old.example");
        a.get("/list?page=2").host("old.example");
        b.get("/login").host("new.example");
        b.get("/list?page=2").host("new.example");
        Recording.Result result = a.diff(b);
        assertThat(result.pairs()).containsExactly("1-1", "2-2");
        assertThat(result.rows())
                .containsExactly(
                        "request line host: old.example | new.example", "request line host: old.example | new.example");
    }

    @Test
    void flowsWithoutACounterpartAreAddedAndRemoved() throws IOException {
        a.get("/same");
        a.get("/gone");
        b.get("/new");
        b.get("/same");
        Recording.Result result = a.diff(b);
        assertThat(result.pairs()).containsExactly("-1", "2-");
        assertThat(result.summary().removed()).isEqualTo(1);
        assertThat(result.summary().added()).isEqualTo(1);
    }

    @Test
    void aReplayedFlowIsThePartnerOfItsSource() throws IOException {
        a.get("/a").body("text/plain", "one");
        a.get("/b").body("text/plain", "two");
        Recording.Exchange replay = b.get("/quite/different").body("text/plain", "two");
        replay.notes = new Notes(
                "", "", Map.of(Notes.REPLAY_OF, "2", Notes.REPLAY_SESSION, "/old/a.steno"), Notes.Replay.REQUEST);
        Recording.Exchange ofAnother = b.get("/a").body("text/plain", "one");
        ofAnother.notes = new Notes(
                "", "", Map.of(Notes.REPLAY_OF, "2", Notes.REPLAY_SESSION, "other.steno"), Notes.Replay.REQUEST);
        Recording.Result result = a.diff(b);
        assertThat(result.pairs()).containsExactly("2-1");
        assertThat(result.rows()).containsExactly("request line path: /b | /quite/different");
    }

    @Test
    void aReplayWithinOneSessionIsComparedByTwoFilters() throws IOException {
        a.get("/a").body("text/plain", "one");
        Recording.Exchange replay = a.get("/a").body("text/plain", "changed");
        replay.notes = new Notes("", "", Map.of(Notes.REPLAY_OF, "1"), Notes.Replay.REQUEST);
        Recording.Result result = a.diff(
                a,
                ComparisonRules.differences(Recording.usual()),
                FilterParser.parseOrAll("id = 1"),
                FilterParser.parseOrAll("id = 2"));
        assertThat(result.pairs()).containsExactly("1-2");
        assertThat(result.rows()).containsExactly("response body 1: one | changed");
    }

    @Test
    void aFilterSelectsTheFlowsOfEachSide() throws IOException {
        a.get("/a").host("one.example");
        a.get("/b").host("two.example");
        b.get("/a").host("one.example");
        Recording.Result result = a.diff(
                b,
                ComparisonRules.differences(Recording.usual()),
                FilterParser.parseOrAll("~d one.example"),
                FilterParser.parseOrAll("~d one.example"));
        assertThat(result.summary().left()).isEqualTo(1);
        assertThat(result.summary().isSame()).isTrue();
    }
}
