package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.NumberedConstant;
import dev.steno.flow.Times;
import dev.steno.session.Flows;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.WriteBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of docs/session-format.md are true. */
class SessionFormatPageTest {
    @TempDir
    Path folder;

    private final List<FlowRow> rows = new ArrayList<>();
    private String page;
    private SqliteSessionStore store;
    private Connection client;

    @BeforeEach
    void record() throws Exception {
        page = Files.readString(Path.of("..", "docs", "session-format.md"));
        Path file = folder.resolve("work.steno");
        store = SqliteSessionStore.open(file, "test");
        HttpFlow open = Flows.open(3);
        HttpFlow failed = new HttpFlow(
                3,
                2,
                FlowState.FAILED,
                open.started(),
                5_000,
                open.client(),
                null,
                open.request(),
                null,
                List.of(),
                new FlowError(FlowError.Step.CONNECT, "refused", Flows.EPOCH),
                open.notes(),
                null);
        List<FlowEvent> events = new ArrayList<>(List.of(
                new FlowEvent.Closed(Flows.complete(1)),
                new FlowEvent.BodyChunk(1, 0, new byte[Body.Stored.CHUNK]),
                new FlowEvent.BodyChunk(1, 1, new byte[10]),
                new FlowEvent.Closed(
                        Flows.complete(2, new Body.Stored(1, Body.Stored.CHUNK + 10, Body.Stored.CHUNK + 10, true))),
                new FlowEvent.Closed(failed),
                new FlowEvent.Opened(Flows.raw(4, FlowState.OPEN, 1)),
                new FlowEvent.MessageSeen(
                        new Message(4, 0, Flows.EPOCH + 1_234_567, Direction.CLIENT_TO_SERVER, new byte[3])),
                new FlowEvent.Opened(Flows.open(5))));
        store.commit(WriteBatch.of(events.toArray(FlowEvent[]::new)));
        for (FlowEvent event : events) {
            if (event instanceof FlowEvent.Closed closed) {
                rows.add(FlowRow.of(closed.flow()));
            } else if (event instanceof FlowEvent.Opened opened) {
                rows.add(FlowRow.of(opened.flow()));
            }
        }
        client = DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        store.close();
    }

    @Test
    void eachExampleQueryAnswers() throws Exception {
        List<String> queries = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(queries).hasSize(11);
        assertThat(answer(queries.get(0)))
                .containsExactly(
                        "1|12.346|https://example.test/items/1?q=1",
                        "2|12.346|https://example.test/items/2?q=1",
                        "3|0.005|https://example.test/items/3?q=1");
        assertThat(answer(queries.get(1)))
                .containsExactly("3|2026-09-21T14:13:20.003000Z|https://example.test/items/3?q=1|connect|refused");
        assertThat(answer(queries.get(2))).containsExactly("example.test|4|262163", "2001:db8::1|1|30");
        assertThat(answer(queries.get(3))).containsExactly("2026-09-21T14:13|2xx|2");
        assertThat(answer("SELECT seq, bytes FROM (" + queries.get(4).replace(';', ')')))
                .containsExactly("0|262144", "1|10");
        assertThat(answer(queries.get(5))).containsExactly("2|response|262154|0");
        assertThat(answer(queries.get(6))).containsExactly("text/plain|2|262163");
        assertThat(answer(queries.get(7))).containsExactly("example.test|3|8.232|12.346");
        assertThat(answer(queries.get(8)))
                .containsExactly("GET|/items/1|1", "GET|/items/2|1", "GET|/items/3|1", "GET|/items/5|1");
        assertThat(answer(queries.get(9)))
                .containsExactly("4|open|[2001:db8::1]:9000", "5|open|https://example.test/items/5?q=1");
        assertThat(answer(queries.get(10))).containsExactly("4|client|1|3");
    }

    @Test
    void theViewsSayOfEachFlowWhatTheProgramSays() throws Exception {
        List<String> expected = rows.stream()
                .map(row -> String.join(
                        "|",
                        Long.toString(row.id()),
                        row.kind(),
                        row.state().label(),
                        row.url(),
                        row.status() == 0 ? "null" : Integer.toString(row.status()),
                        String.valueOf(row.contentType()),
                        Long.toString(row.requestSize()),
                        Long.toString(row.responseSize()),
                        Times.isSet(row.duration()) ? "ended" : "null",
                        String.valueOf(row.text(FlowColumns.MODE))))
                .toList();
        assertThat(answer("SELECT id, kind, state, url, status, content_type, request_size, response_size,"
                        + " iif(duration_ms IS NULL, NULL, 'ended'), mode FROM flows ORDER BY id"))
                .isEqualTo(expected);
        assertThat(answer("SELECT id, flow, part, size, true_size, complete, chunks FROM bodies"))
                .containsExactly("1|2|response|262154|262154|1|2");
        assertThat(answer("SELECT flow, seq, time, sender, size, kind, last, edit, true_size FROM messages"))
                .containsExactly("4|0|2026-09-21T14:13:20.001234Z|client|3|piece|1|null|3");
    }

    @Test
    void aTimeThatIsNotKnownIsNull() throws Exception {
        change("UPDATE flow SET started = " + Times.UNSET + " WHERE id = 1");
        change("UPDATE message SET time = " + Times.UNSET);

        assertThat(answer("SELECT started FROM flows WHERE id = 1")).containsExactly("null");
        assertThat(answer("SELECT time FROM messages")).containsExactly("null");
    }

    @Test
    void theNumbersInTheFileAreThoseOfTheConstants() throws Exception {
        for (FlowState state : FlowState.values()) {
            change("UPDATE flow SET state = " + state.number() + " WHERE id = 1");
            assertThat(answer("SELECT state FROM flows WHERE id = 1")).containsExactly(state.label());
        }
        for (Message.Kind kind : Message.Kind.values()) {
            change("UPDATE message SET kind = " + kind.number());
            assertThat(answer("SELECT kind FROM messages"))
                    .containsExactly(kind.name().toLowerCase(Locale.ROOT));
        }
        for (Message.Edit edit : Message.Edit.values()) {
            change("UPDATE message SET edit = " + edit.number());
            assertThat(answer("SELECT coalesce(edit, 'none') FROM messages"))
                    .containsExactly(edit.name().toLowerCase(Locale.ROOT));
        }
        for (FlowError.Step step : FlowError.Step.values()) {
            change("UPDATE flow SET error_step = " + step.number() + " WHERE id = 1");
            assertThat(answer("SELECT lower(error_step) FROM flows WHERE id = 1"))
                    .containsExactly(step.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void thePageSaysWhatEachNumberStandsFor() {
        assertThat(page)
                .contains(numbers("state", FlowState.values()))
                .contains(numbers("error_step", FlowError.Step.values()))
                .contains(numbers("replay", Notes.Replay.values()))
                .contains(numbers("held", Hold.Point.values()))
                .contains(numbers("kind", Message.Kind.values()))
                .contains(numbers("edit", Message.Edit.values()));
    }

    private static <E extends Enum<E> & NumberedConstant> String numbers(String column, E[] constants) {
        return Arrays.stream(constants)
                .map(each -> each.number() + " " + each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", "`" + column + "`: ", ""));
    }

    @Test
    void eachTableViewColumnAndIndexIsDescribed() throws Exception {
        List<String> names = answer("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'");
        assertThat(names).hasSize(31);
        List<String> columns = answer("SELECT DISTINCT c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
                + " WHERE m.type IN ('table', 'view')");
        List<String> words = Pattern.compile("`([a-z0-9_]+)`")
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(words).containsAll(names).containsAll(columns);
        assertThat(page)
                .contains("| `PRAGMA application_id` | "
                        + answer("PRAGMA application_id").get(0))
                .contains("| `PRAGMA user_version` | "
                        + answer("PRAGMA user_version").get(0));
        assertThat(answer("PRAGMA page_size")).containsExactly("16384");
        assertThat(answer("PRAGMA journal_mode")).containsExactly("wal");
    }

    private void change(String sql) throws SQLException {
        try (var statement = client.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private List<String> answer(String query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (var statement = client.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(String.valueOf(row.getString(i)));
                }
                lines.add(String.join("|", values));
            }
        }
        return lines;
    }
}
