package dev.steno.fleet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.store.SessionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told whose store cannot be read: one line that says what to do, without a password. */
class ReaderMessagesTest {
    private final PostgresServer server = PostgresServer.shared();

    private static SessionException failureOf(String url) {
        SessionException failure = catchThrowableOfType(
                SessionException.class,
                () -> SharedReader.open(ServerUrl.parse(url)).close());
        assertThat(failure).as(url).isNotNull().hasNoCause();
        return failure;
    }

    private static String messageOf(String url) {
        String message = failureOf(url).getMessage();
        assertThat(message.lines()).hasSize(1);
        return message;
    }

    @Test
    void aServerThatIsNotThere() {
        assertThat(messageOf("postgresql://postgres@127.0.0.1:1/flows"))
                .contains("postgresql://postgres@127.0.0.1:1/flows", "no server can be reached", "check the address");
        assertThat(messageOf("postgresql://postgres@127.0.0.1:1,127.0.0.1:2/flows"))
                .contains("127.0.0.1:1,127.0.0.1:2", "no server can be reached");
        assertThat(messageOf("postgresql://no-such-host.invalid/flows")).contains("unknown host no-such-host.invalid");
    }

    @Test
    void aPasswordThatIsWrongOrMissing(@TempDir Path folder) throws Exception {
        server.execute(
                "postgres",
                "DO $$ BEGIN CREATE ROLE secret LOGIN PASSWORD 'right'; EXCEPTION WHEN duplicate_object THEN END $$;"
                        + " ALTER ROLE secret PASSWORD 'right'"); // another test may have made it
        String database = PostgresServer.name(server.database());
        Path file = Files.createFile(
                folder.resolve("pgpass"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "*:*:*:secret:hunter2\n");
        String url = "postgresql://secret@127.0.0.1:" + server.port() + "/" + database + "?passfile=" + file;
        assertThat(messageOf(url))
                .contains("the server refused the role secret", "PGPASSWORD or ~/.pgpass")
                .doesNotContain("hunter2");
        Files.writeString(file, "");
        assertThat(messageOf(url)).contains("no password", "PGPASSWORD or ~/.pgpass");
    }

    @Test
    void onlyAServerThatDoesNotAnswerIsAway() {
        assertThat(failureOf("postgresql://postgres@127.0.0.1:1/flows").isAway())
                .isTrue();
        assertThat(failureOf(server.url("none")).isAway()).isFalse();
    }

    @Test
    void aDatabaseThatIsNotThereOrIsNoStore() {
        assertThat(messageOf(server.url("none"))).contains("the server has no database none", "createdb none");
        assertThat(messageOf(server.database())).contains("holds no flows", "steno ship FILE");
    }

    @Test
    void aSchemaOfAnotherVersion() throws Exception {
        try (LoadedStore store = new LoadedStore(server)) {
            store.run("UPDATE steno.meta SET value = '99' WHERE name = 'schema'");
            assertThat(messageOf(url(store, "postgres"))).contains("has schema 99", "update Steno");
        }
    }

    @Test
    void aRoleThatMayNotRead() throws Exception {
        server.execute(
                "postgres", "DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN duplicate_object THEN END $$");
        try (LoadedStore store = new LoadedStore(server)) {
            assertThat(messageOf(url(store, "stranger")))
                    .contains(
                            "the role stranger lacks a right",
                            "permission denied for schema steno",
                            "GRANT steno_read TO stranger");
        }
    }

    private String url(LoadedStore store, String role) {
        return server.url(store.url.database()).replace("postgres@", role + "@");
    }
}
