package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.fleet.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that is damaged is passed over and told by number, in a file as in a store; the exit code says that it is missing. */
class DamagedFlowsTest {
    @TempDir
    private Path folder;

    private static Path damaged(Path session) throws Exception {
        SampleSession.write(session);
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + session);
                Statement statement = sqlite.createStatement()) {
            statement.execute("UPDATE flow_pb SET pb = zeroblob(40) WHERE id = 2");
        }
        return session;
    }

    private String damagedStore() throws Exception {
        PostgresServer server = PostgresServer.shared();
        String url = server.database();
        assertThat(Call.steno("ship", SampleSession.write(folder.resolve("shipped.steno")), url)
                        .code())
                .isZero();
        server.execute(
                PostgresServer.name(url),
                "UPDATE steno.flow SET dict = 0, pb = decode(repeat('00', 40), 'hex') WHERE flow = 2");
        return url;
    }

    private void assertExportedWithout(Object session, String number) throws Exception {
        Path to = Files.createTempFile(folder, "export", ".har");
        Call call = Call.steno("export", session, "--format", "har", "-o", to, "--force");
        assertThat(call.code()).as(call.err()).isEqualTo(1);
        assertThat(call.err()).contains("flow " + number + " is left out: cannot read the ", "exported 3 flows as HAR");
        assertThat(call.err().lines().filter(line -> line.contains(" is left out: ")))
                .hasSize(1);
        assertThat(Files.readString(to)).contains("\"log\"").endsWith("}\n");
    }

    private void assertComparedWithout(Object one, Object other, String number) {
        Call call = Call.steno("diff", one, other);
        assertThat(call.code()).as(call.err()).isEqualTo(1);
        assertThat(call.err())
                .startsWith("steno: flow " + number + " of ")
                .contains(" is not compared: cannot read the ")
                .hasLineCount(1);
        assertThat(call.out())
                .contains("the same: 4 pairs of flows", "1 flow or pair was not compared, since it is damaged");
        assertThat(Call.steno("diff", "--json", one, other).out()).contains("\"pairs_same\":4", "\"damaged\":1");
    }

    @Test
    void anExportLeavesOutAFlowOfAFileThatIsDamaged() throws Exception {
        assertExportedWithout(damaged(folder.resolve("work.steno")), "2");
    }

    @Test
    void anExportLeavesOutAFlowOfAStoreThatIsDamaged() throws Exception {
        assertExportedWithout(damagedStore(), "1.2");
    }

    @Test
    void aFormatThatReadsTheFlowsTwiceTellsADamagedOneOnce() throws Exception {
        Path session = damaged(folder.resolve("work.steno"));
        for (String format : new String[] {"openapi", "k6", "pcapng", "warc", "curl"}) {
            Call call = Call.steno("export", session, "--format", format, "-o", folder.resolve("as-" + format));
            assertThat(call.code()).as(format + ": " + call.err()).isEqualTo(1);
            assertThat(call.err().lines().filter(line -> line.contains("flow 2 is left out: ")))
                    .as(format)
                    .hasSize(1);
        }
    }

    @Test
    void aComparisonPassesOverAFlowThatIsDamagedOnEitherSide() throws Exception {
        Path sound = SampleSession.write(folder.resolve("sound.steno"));
        Path work = damaged(folder.resolve("work.steno"));
        assertComparedWithout(work, sound, "2");
        assertComparedWithout(sound, work, "2");
        String url = damagedStore();
        assertComparedWithout(url, sound, "1.2");
        assertComparedWithout(sound, url, "1.2");
    }

    @Test
    void aDifferenceBesideADamagedFlowIsShown() throws Exception {
        Path work = damaged(folder.resolve("work.steno"));
        Path less = SampleSession.write(folder.resolve("less.steno"));
        assertThat(Call.steno("rm", less, "-f", "id = 1", "--yes").code()).isZero();
        Call call = Call.steno("diff", work, less);
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out()).contains("1 only in A");
    }
}
