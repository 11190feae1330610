package dev.steno.fleet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of a shared store, and where its password comes from. */
class ServerUrlTest {
    @Test
    void theUrlOfPostgresqlsOwnProgramsIsUnderstood() {
        ServerUrl url = ServerUrl.parse("postgresql://ann%40x@db1.test,[::1]:6432/flows%2F1?sslmode=require");

        assertThat(url.user()).isEqualTo("ann@x");
        assertThat(url.hosts()).containsExactly(new ServerUrl.Host("db1.test", 5432), new ServerUrl.Host("::1", 6432));
        assertThat(url.database()).isEqualTo("flows/1");
        assertThat(url.parameters()).containsExactly(java.util.Map.entry("sslmode", "require"));
        assertThat(url).hasToString("postgresql://ann%40x@db1.test:5432,[::1]:6432/flows%2F1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ann:hunter2@db.test/flows",
                "postgresql://db.test/flows?password=hunter2",
            })
    void aPasswordInTheUrlIsRefusedWithTheWayToGiveItAndNotRepeated(String url) {
        assertThatThrownBy(() -> ServerUrl.parse(url))
                .hasMessageContainingAll("must not have a password", "PGPASSWORD", "~/.pgpass")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://db.test/x",
                "postgresql://db.test",
                "postgresql://db.test/",
                "postgresql:///x",
                "postgresql://db.test:99999/x",
                "postgresql://db.test:/x",
                "postgresql://db.test/x?loggerLevel=TRACE",
                "postgresql://db.test/%zz",
            })
    void whatIsNotAUrlOfAStoreIsToldAndNotRepeated(String url) {
        assertThatThrownBy(() -> ServerUrl.parse(url))
                .hasMessageContainingAll("not the URL of a shared store", "postgresql://USER@HOST:PORT/DATABASE")
                .hasMessageNotContaining("db.test");
    }

    @Test
    void theFirstLineOfAPasswordFileThatFitsCounts(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("pgpass"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "# comment\nother:*:*:*:no\ndb.test:5432:*:ann:a\\:b:c\n*:*:*:*:last\n");

        assertThat(PasswordFile.find(file, "db.test", 5432, "x", "ann")).isEqualTo("a:b:c");
        assertThat(PasswordFile.find(file, "db.test", 5433, "x", "ann")).isEqualTo("last");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(PasswordFile.find(file, "db.test", 5432, "x", "ann")).isNull();
    }
}
