package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.filter.Filter;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A number without a constant is an error whose message names the row and says what to do. */
class UnknownNumbersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "state, 4, 3 (interrupted)",
        "state, -1, 0 (open)",
        "error_step, 10, 9 (store)",
        "error_step, 2147483647, 0 (request)",
        "held, 6, 5 (messages)",
        "replay, 3, 2 (response)"
    })
    void ofAFlow(String column, int number, String known) throws Exception {
        Path file = ToolSession.record(folder.resolve("work.steno"));
        ToolSession.damage(file, "UPDATE flow SET " + column + " = " + number + " WHERE id = 3");
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThatThrownBy(() -> reader.rows(Place.START, 10, false))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("flow 3: its " + column + " is " + number)
                    .hasMessageContaining(known)
                    .hasMessageContaining("steno verify");
            assertThatThrownBy(() -> reader.searchRows(FlowSearch.of(Filter.ALL), row -> true, () -> false))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("flow 3: its " + column + " is " + number);
        }
    }

    @ParameterizedTest
    @CsvSource({"kind, 4, 3 (raw)", "edit, -7, 2 (dropped)"})
    void ofAMessage(String column, int number, String known) throws Exception {
        Path file = ToolSession.record(folder.resolve("work.steno"));
        ToolSession.damage(file, "UPDATE message SET " + column + " = " + number + " WHERE flow = 4 AND seq = 1");
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThatThrownBy(() -> reader.messages(4, 0, 10))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("message 1 of flow 4: its " + column + " is " + number)
                    .hasMessageContaining(known)
                    .hasMessageContaining("steno verify");
        }
    }

    @Test
    void whenStatesAreCounted() throws Exception {
        Path file = ToolSession.record(folder.resolve("work.steno"));
        ToolSession.damage(file, "UPDATE flow SET state = 12 WHERE id IN (1, 2)");
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThatThrownBy(reader::info)
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("the state of 2 flows is 12")
                    .hasMessageContaining("steno verify");
        }
    }
}
