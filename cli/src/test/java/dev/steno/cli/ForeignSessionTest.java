package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.option.HomeKey;
import dev.steno.testing.process.StenoProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resumes a session whose options and pass-through decisions were written with another home folder. */
class ForeignSessionTest {
    private static final String PASSED =
            "INSERT INTO pass_through VALUES ('127.0.0.1', '0', 'a.test:443', 'refused', 1, 1, 1, NULL, '%s')";

    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void record() throws Exception {
        session = SampleSession.write(folder.resolve("work.steno"));
        change("INSERT INTO session_option VALUES ('keep', '1flows'), ('ignore-hosts', '.'), ('body-limit', '1b')");
        change(String.format(PASSED, "0".repeat(64)));
    }

    private void change(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + session);
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void itIsNamedAndDoesNothing() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "-s", session.toString())) {
            await().until(() -> steno.err().contains("resumed, 5 flows"));
            assertThat(steno.err())
                    .contains(
                            "options in the session: body-limit 1b, ignore-hosts ., keep 1flows; not applied: to apply them, start "
                                    + "with --session-options apply")
                    .contains(
                            "the session has pass-through decisions for 1 client, made with another home folder and not applied");
            assertThat(steno.terminate()).isZero();
        }
        assertThat(Call.steno("ls", session).out().lines()).hasSize(5);
    }

    @Test
    void itAppliesWhereThatIsAskedFor() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "-s", session.toString(), "--session-options", "apply")) {
            await().until(() -> Call.steno("ls", session).out().lines().count() == 1);
            assertThat(steno.err())
                    .contains("keep 1flows; applied unless another source sets them")
                    .contains(
                            "the session has pass-through decisions for 1 client, which are applied (--session-options apply)");
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void copiesCarryItAsDataOnly() throws Exception {
        Path copy = folder.resolve("copy.steno");
        Path merged = folder.resolve("merged.steno");
        assertThat(Call.steno("save", session, copy).code()).isZero();
        assertThat(Call.steno("merge", session, copy, "-o", merged).code()).isZero();
        for (Path each : new Path[] {copy, merged}) {
            try (StenoProcess steno = new StenoProcess(folder, "-s", each.toString())) {
                await().until(() -> steno.err().contains("; not applied: to apply them"));
                assertThat(steno.err())
                        .contains("pass-through decisions for 1 client, made with another home folder and not applied");
                assertThat(steno.terminate()).isZero();
            }
        }
    }

    @Test
    void theKeyOfAHomeIsItsOwnersAlone() throws Exception {
        byte[] made = HomeKey.of(folder.resolve("new"));
        assertThat(HomeKey.of(folder.resolve("new"))).isEqualTo(made).hasSize(32);
        Path file = folder.resolve("new").resolve("session.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
