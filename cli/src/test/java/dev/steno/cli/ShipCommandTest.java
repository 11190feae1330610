package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.StoreContents;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steno ship}: what it sends, what it says, and how it ends. */
class ShipCommandTest {
    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();

    @TempDir
    private Path folder;

    @Test
    void aFileThatCannotBeWrittenSaysWhyItHasToBe(@TempDir Path readOnly) throws Exception {
        Path session = SampleSession.write(readOnly.resolve("fixed.steno"));
        assumeTrue(session.toFile().setWritable(false) && !Files.isWritable(session), "this user may write any file");
        Call call = Call.steno("ship", session, "postgresql://postgres@127.0.0.1:1/steno");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err())
                .contains("cannot ship " + session + ": the file is not writable, and the session notes in itself"
                        + " what the store has; change the permissions, or ship a copy of it");
    }

    @Test
    void aSessionIsShippedWithoutItsSecretsUnlessTheyAreAskedFor() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        Call call = Call.steno("ship", session, url, "--home", folder);

        assertThat(call.code()).as(call.err()).isZero();
        assertThat(call.out()).contains(" to " + url + " as recorder 1");
        Call again = Call.steno("ship", session, url, "--home", folder);
        assertThat(again.out()).startsWith("shipped 0 flows to ");

        String other = server.database();
        assertThat(Call.steno("ship", session, other, "--with-secrets").code()).isZero();
        try (StoreContents store = new StoreContents(server, other)) {
            store.assertEqual(1, session);
        }
    }

    @Test
    void removalsAreTold() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        assertThat(Call.steno("ship", session, url, "--home", folder).code()).isZero();
        assertThat(Call.steno("rm", session, "--filter", "~e", "--yes").code()).isZero();

        Call call = Call.steno("ship", session, url, "--home", folder);
        assertThat(call.out())
                .matches("shipped 0 flows to \\Q" + url + "\\E as recorder 1; [1-9][0-9]* flows? removed there\n");
    }

    @Test
    void wrongArgumentsAreToldInOneLineWithoutThePassword() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));

        Call password = Call.steno("ship", session, "postgresql://ann:hunter2@127.0.0.1/flows");
        assertThat(password.code()).isEqualTo(2);
        assertThat(password.err())
                .contains("must not have a password", "PGPASSWORD")
                .doesNotContain("hunter2");
        assertThat(Call.steno("ship", session, "flows.db").err()).contains("not the URL of a shared store");
        Call size = Call.steno("ship", session, url, "--ship-bodies", "many");
        assertThat(size.code()).isEqualTo(2);
        assertThat(size.err()).contains("--ship-bodies: ");
    }

    @Test
    void aStoreThatIsNotAsItHasToBeIsToldWithWhatToDo() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));

        Call missing = Call.steno("ship", session, server.url("nowhere"));
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("the server has no database nowhere", "createdb nowhere");
    }
}
