package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.address.StoreUrl;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionAddressTest {
    private static final String SECRET = "hunter2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db.test/steno",
                "postgres://reader@db.test:5433/steno?sslmode=verify-full",
                "PostgreSQL://a.test:5432,b.test:5433/steno?passfile=/home/me/.pgpass",
                "postgresql://[::1]:5432/steno"
            })
    void aWordWithTheSchemeOfPostgresqlNamesAStore(String word) {
        assertThat(SessionAddress.of(word)).isEqualTo(new SessionAddress.StoreAddress(word));
        assertThat(SessionAddress.of(word).name()).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "work.steno",
                "./postgresql:",
                "postgresql",
                "./postgresql://x",
                "mypostgresql:/x",
                "C:/work.steno"
            })
    void anyOtherWordNamesAFile(String word) {
        assertThat(StoreUrl.is(word)).isFalse();
        assertThat(SessionAddress.of(word)).isEqualTo(new SessionAddress.FileAddress(Path.of(word)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:" + SECRET + "@db.test/steno",
                "POSTGRES://me:" + SECRET + "@a.test,b.test/steno",
                "postgresql://me:slash/" + SECRET + "@db.test/steno",
                "postgresql://db.test/steno?user=me&password=" + SECRET,
                "postgresql://db.test/steno?PassWord=" + SECRET,
                "jdbc:postgresql://me:" + SECRET + "@db.test/steno",
                "postgresql://db.test/steno?sslkey=k&sslpassword=" + SECRET
            })
    void aPasswordInAUrlIsRefusedAndNeverPrinted(String url) {
        for (List<String> words : List.of(
                List.of(url),
                List.of("ls", url),
                List.of("ls", "--", url),
                List.of("ls", url, "~e"),
                List.of("show", url, "1"),
                List.of("verify", url),
                List.of("ls", "--filter=" + url),
                List.of("run", "--ship", url),
                List.of("run", "--ship=" + url, "--debug"))) {
            Call call = Call.steno(words.toArray());
            assertThat(call.code()).as("%s", words).isEqualTo(2);
            assertThat(call.err() + call.out()).contains("PGPASSWORD").doesNotContain(SECRET);
        }
    }

    @Test
    void aCommandForFilesSaysWhatToDoWithAStore() {
        for (List<String> words : List.of(
                List.of("verify", "postgresql://db.test/steno"),
                List.of("compact", "postgresql://db.test/steno"),
                List.of("merge", "postgresql://db.test/steno", "a.steno"),
                List.of("rm", "postgresql://db.test/steno", "~e"),
                List.of("save", "postgresql://db.test/steno", "a.steno"),
                List.of("sql", "postgresql://db.test/steno", "SELECT 1"),
                List.of("redact", "postgresql://db.test/steno"))) {
            Call call = Call.steno(words.toArray());
            assertThat(call.code()).isEqualTo(2);
            assertThat(call.err())
                    .startsWith("steno: steno " + words.get(0) + " is for session files, not for stores: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void aCommandThatListsFlowsTakesAStore() {
        for (List<String> words : List.of(
                List.of("ls", "postgresql://127.0.0.1:1/steno"),
                List.of("ls", "postgresql://127.0.0.1:1/steno", "~e"),
                List.of("tail", "postgresql://127.0.0.1:1/steno"),
                List.of("info", "postgresql://127.0.0.1:1/steno"),
                List.of("show", "postgresql://127.0.0.1:1/steno", "17.2041"))) {
            Call call = Call.steno(words.toArray());
            assertThat(call.code()).isEqualTo(1);
            assertThat(call.err())
                    .as("%s", words)
                    .contains("the shared store postgresql://127.0.0.1:1/steno: no server can be reached");
        }
    }
}
