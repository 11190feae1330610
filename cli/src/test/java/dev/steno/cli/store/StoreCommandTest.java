package dev.steno.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.Call;
import dev.steno.cli.SampleSession;
import dev.steno.fleet.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code steno store} makes a store, lists its recorders and removes its old days. */
class StoreCommandTest {
    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final String database = PostgresServer.name(url);

    @TempDir
    private Path folder;

    private Call init() {
        Call init = Call.steno("store", "init", url);
        assertThat(init.err()).isEmpty();
        assertThat(init.code()).isZero();
        return init;
    }

    @Test
    void aStoreIsMadeByOneCommandAndASecondChangesNothing() {
        assertThat(init().out()).isEqualTo(url + ": the tables are there (schema 2)\n");
        assertThat(init().out()).isEqualTo(url + ": the tables are there (schema 2)\n");
        assertThat(Call.steno("store", "recorders", url).out()).isEmpty();
    }

    @Test
    void namesOfWhoRecordsCannotWriteToATerminal() {
        init();
        server.execute(
                database,
                "INSERT INTO steno.recorder (session, name, host, version, created) VALUES (gen_random_uuid(),"
                        + " E'\\x1b[31mwork', E'ho\\x1b[2Jst\\r\\nfake', E'1\\u009b', now());"
                        + " INSERT INTO steno.progress VALUES (1, 1, 1, 7, now())");

        String told = Call.steno("info", url).out();
        assertThat(told).contains("work", "st\\r\\nfake").doesNotContain("\u001b", "\u009b", "\r");
    }

    @Test
    void recordersAreListedAndTheirNamesCannotWriteToATerminal() {
        init();
        server.execute(
                database,
                "INSERT INTO steno.recorder (session, name, host, version, created) VALUES (gen_random_uuid(),"
                        + " E'work\\x1b[2J.steno', 'h1', '1.0', '2026-05-07 10:00:00+00');"
                        + " INSERT INTO steno.progress VALUES (1, 1, 1, 7, '2026-05-08 10:00:00.5+00')");

        assertThat(Call.steno("store", "recorders", url).out())
                .isEqualTo("1\t2026-05-08T10:00:00Z\th1\twork\\x1b[2J.steno\tSteno 1.0\n");
        assertThat(Call.steno("store", "recorders", "--json", url).out())
                .startsWith("{\"recorder\":1,\"name\":\"work\\u001B[2J.steno\",\"host\":\"h1\",\"version\":\"1.0\"")
                .contains("\"last\":\"2026-05-08T10:00:00.500Z\",\"batches\":7}")
                .hasLineCount(1);
    }

    @Test
    void aNoteOfAViewerIsSeenByAllAndTakenAway() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        assertThat(Call.steno("ship", session, url).code()).isZero();
        Call noted = Call.steno("store", "note", url, "1.1", "--mark", "!", "--comment", "look 'here'", "--as", "ann");
        assertThat(noted.out()).isEqualTo("noted at flow 1.1 by ann\n");
        assertThat(Call.steno("ls", url, "~marked").out()).contains("1.1").hasLineCount(1);
        assertThat(Call.steno("show", url, "1.1").out()).contains("look 'here'");

        Call other = Call.steno("store", "note", url, "1.1", "--mark", "", "--as", "bob");
        assertThat(other.code()).as(other.err()).isZero();
        assertThat(Call.steno("ls", url, "~marked").out()).isEmpty();
        Call none = Call.steno("store", "note", url, "1.999", "--mark", "!");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("has no flow 1.999");
    }

    @Test
    void aSessionThatWasRedactedTellsWhatTheStoreStillHasAndThatIsRemoved() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        assertThat(Call.steno("ship", session, url).err()).isEmpty();
        String hint = "steno store remove " + url + " 1";
        Call redact = Call.steno("redact", session, "query:q");
        assertThat(redact.code()).as(redact.err()).isZero();
        assertThat(redact.err())
                .contains("the shared store " + url + " has the flows as they were, as recorder 1", hint);

        Call again = Call.steno("ship", session, url);
        assertThat(again.code()).isZero();
        assertThat(again.err()).contains("redacted after it had been shipped: it is shipped as recorder 2", hint);
        assertThat(again.out()).contains(" as recorder 2");

        Call dry = Call.steno("store", "remove", url, "1", "--dry-run");
        assertThat(dry.out()).startsWith("recorder 1 (work.steno on ").contains("would be removed: 5 flows");
        Call removed = Call.steno("store", "remove", url, "1", "--yes");
        assertThat(removed.code()).as(removed.err()).isZero();
        assertThat(removed.out()).startsWith("recorder 1 (work.steno on ").contains(" removed: 5 flows");
        assertThat(removed.err()).contains("recorder 1 shipped ", " ago: if it still ships, it will ship all");
        assertThat(Call.steno("ls", url, "recorder = 1").out()).isEmpty();
        assertThat(Call.steno("ls", url).out()).hasLineCount(5);
        assertThat(Call.steno("store", "recorders", url).out())
                .startsWith("2\t")
                .hasLineCount(1);
        assertThat(Call.steno("ship", session, url).out()).startsWith("shipped 0 flows");
    }

    @Test
    void aRecorderIsRemovedByTheNameOfItsFileUnlessOthersHaveItToo() throws Exception {
        Path one = SampleSession.write(folder.resolve("one.steno"));
        Path two = SampleSession.write(
                Files.createDirectory(folder.resolve("other")).resolve("one.steno"));
        Path three = SampleSession.write(folder.resolve("three.steno"));
        for (Path each : List.of(one, two, three)) {
            assertThat(Call.steno("ship", each, url).code()).isZero();
        }
        Call both = Call.steno("store", "remove", url, "one.steno", "--yes");
        assertThat(both.code()).isEqualTo(1);
        assertThat(both.err()).contains("recorders 1, 2 are called \"one.steno\": give the number");
        Call none = Call.steno("store", "remove", url, "3", "17", "--yes");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("has no recorder \"17\": steno store recorders " + url + " lists them");
        assertThat(Call.steno("store", "recorders", url).out()).hasLineCount(3);

        Call removed = Call.steno("store", "remove", url, "three.steno", "1", "-y");
        assertThat(removed.code()).as(removed.err()).isZero();
        assertThat(removed.out())
                .contains("recorder 3 (three.steno", "recorder 1 (one.steno")
                .hasLineCount(2);
        Call again = Call.steno("ship", three, url);
        assertThat(again.err())
                .contains("recorder 3 was removed from the store: all flows are shipped again, as recorder 4");
        assertThat(again.out()).contains("shipped 5 flows", "as recorder 4");
    }

    @Test
    void oldDaysAreRemovedAndADryRunSaysWhich() {
        init();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        server.execute(
                database,
                "SELECT steno.make_day('" + today.minusDays(9) + "'), steno.make_day('" + today.minusDays(2)
                        + "'), steno.make_day('" + today + "')");

        Call dry = Call.steno("store", "retain", url, "--keep", "7d", "--dry-run");
        assertThat(dry.out())
                .contains(today.minusDays(9) + " would be removed, ")
                .doesNotContain(today.minusDays(2).toString())
                .contains(url + ": ", " would be left");
        Call done = Call.steno("store", "retain", url, "--keep", "7d");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains(today.minusDays(9) + " removed, ").contains(" left");
        assertThat(Call.steno("store", "retain", url, "--keep", "7d").out()).doesNotContain("removed");

        Call small = Call.steno("store", "retain", url, "--keep", "1kb");
        assertThat(small.out()).contains(today.minusDays(2) + " removed, ");
        assertThat(small.err()).contains("this is more than 1000 B", "what began today is not removed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store | store needs one of init, recorders, note, remove and retain",
                "store note postgresql://db.test/steno 2041 --mark x | not the number of a flow in a store, such as 17.2041",
                "store note postgresql://db.test/steno 17.2041 | what is noted? --mark TEXT, --comment TEXT, or both",
                "store remove postgresql://db.test/steno 17 | cannot ask for confirmation, since standard output is not a terminal",
                "store remove postgresql://db.test/steno --yes | RECORDER",
                "store retain postgresql://db.test/steno | --keep is missing: an age such as 7d, a size such as 2tb, or both",
                "store retain postgresql://db.test/steno --keep 5flows | by age or size, not by the number of flows",
                "store retain postgresql://db.test/steno --keep x | \"x\" is not a limit",
                "store init work.steno | not the URL of a shared store",
                "store init | URL",
            })
    void aWrongCallIsToldInOneLine(String words, String told) {
        Call call = Call.steno((Object[]) words.split(" "));
        assertThat(call.code()).isEqualTo(2);
        assertThat(call.err()).contains(told).startsWith("steno: ");
    }

    @Test
    void aDatabaseWithoutTablesAndAServerThatIsAwayAreToldApart() {
        Call none = Call.steno("store", "retain", url, "--keep", "7d");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("holds no flows");
        Call away = Call.steno("store", "init", "postgresql://postgres@127.0.0.1:1/steno");
        assertThat(away.code()).isEqualTo(1);
        assertThat(away.err())
                .startsWith("steno: the shared store postgresql://postgres@127.0.0.1:1/steno: ")
                .hasLineCount(1);
    }
}
