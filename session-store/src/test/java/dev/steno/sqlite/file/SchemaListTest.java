package dev.steno.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The list of what the newest format has. To write it anew after a change of the scripts, or of SQLite: {@code mvn test -pl session-store
 * -am -Dtest=SchemaListTest -Dsurefire.failIfNoSpecifiedTests=false -Dsteno.regenerate=true}.
 */
class SchemaListTest {
    @Test
    void theListHasTheObjectsThatTheScriptsMake() throws Exception {
        String made = SchemaCheck.made(Schema.VERSION).entrySet().stream()
                .map(object -> object.getKey() + "\t" + object.getValue() + "\n")
                .collect(Collectors.joining());
        if (Boolean.getBoolean("steno.regenerate")) {
            Files.writeString(Path.of("src/main/resources/dev/steno/sqlite/file", SchemaCheck.LIST), made);
        } else {
            assertThat(Schema.resource(SchemaCheck.LIST))
                    .as("out of date; regenerate it with -Dtest=SchemaListTest -Dsteno.regenerate=true")
                    .isEqualTo(made);
        }
    }
}
