package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.terminal.ExitCode;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandTest {
    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void record() throws IOException {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    @Test
    void rowsAreTabsInAPipeJsonOnRequestAndATableOnATerminal() {
        String query = "SELECT id, method, status FROM flows WHERE id < 3 ORDER BY id";
        assertThat(Call.steno("sql", session, query)).isEqualTo(new Call(0, "1\tGET\t200\n2\tPOST\t\n", ""));
        assertThat(Call.steno("sql", session, query, "--header").out()).startsWith("id\tmethod\tstatus\n1\t");
        assertThat(Call.steno("sql", session, query, "--json").out())
                .isEqualTo(
                        "{\"id\":1,\"method\":\"GET\",\"status\":200}\n{\"id\":2,\"method\":\"POST\",\"status\":null}\n");
        assertThat(Call.onTerminal(60, "sql", session, query, "--color=never").out())
                .isEqualTo("id  method  status\n 1  GET        200\n 2  POST\n");
        assertThat(Call.onTerminal(30, "sql", session, "SELECT url FROM flows", "--color=never")
                        .text()
                        .lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(30));
    }

    @Test
    void headerFieldsAndBodiesAreFunctionsOfTheFlow() {
        assertThat(value("header(1, 'content-TYPE')")).isEqualTo("application/json; charset=utf-8");
        assertThat(value("header(1, 'absent') IS NULL")).isEqualTo("1");
        assertThat(value("header(2, 'content-type') IS NULL")).isEqualTo("1"); // no response
        assertThat(value("header(4, 'content-type') IS NULL")).isEqualTo("1"); // a raw stream
        assertThat(value("header(99, 'content-type') IS NULL")).isEqualTo("1"); // no flow
        assertThat(value("request_header(1, 'host') IS NOT NULL OR 1")).isEqualTo("1");
        assertThat(value("body(1)")).isEqualTo(SampleSession.JSON);
        assertThat(value("request_body(2)")).isEqualTo("a=1&b=2");
        assertThat(value("typeof(body(3)) || ' ' || length(body(3))")).isEqualTo("blob " + SampleSession.LARGE.length);
        assertThat(value("json(1, '$.name') || body_json(1, '$.list[1]') || typeof(json(1, '$.list[0]'))"))
                .isEqualTo("steno2.5integer");
        assertThat(value("json(3, '$.name') IS NULL AND request_json(2, '$.a') IS NULL"))
                .isEqualTo("1");
        assertThat(value("json('[1, 2]')")).isEqualTo("[1,2]"); // SQLite's own
    }

    @Test
    void whatIsNotOneReadingStatementIsAWrongCall() {
        for (String query : new String[] {
            "DELETE FROM flow",
            "PRAGMA user_version = 9",
            "ATTACH 'x.db' AS x",
            "SELECT 1; DELETE FROM flow",
            "",
            "  -- x"
        }) {
            Call call = Call.steno("sql", session, query);
            assertThat(call.code()).as(query).isEqualTo(ExitCode.USAGE);
            assertThat(call.err()).hasLineCount(1);
        }
        assertThat(Call.steno("sql", session, "/* a; */ -- ;\n SELECT ';' AS \"a;b\" ; -- x")
                        .out())
                .isEqualTo(";\n");
        assertThat(Call.steno("sql", session).err()).contains("which query?");
        assertThat(Call.steno("ls", session).out()).hasLineCount(5);
    }

    @Test
    void aWrongQueryIsOneLineWithSqlitesWords() {
        Call call = Call.steno("sql", session, "SELECT no_such FROM flows");
        assertThat(call)
                .isEqualTo(new Call(ExitCode.FAILURE, "", "steno: the query failed: no such column: no_such\n"));
        Call changing = Call.steno("sql", session, "WITH x AS (SELECT 1) DELETE FROM flow RETURNING id");
        assertThat(changing.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(changing.err()).contains("readonly").hasLineCount(1);
    }

    @Test
    void aSessionIsQueriedWhileItIsRecorded() throws IOException {
        SqliteSessionStore recorder = SqliteSessionStore.open(session, "test");
        assertThat(value("count(*) FROM flows")).isEqualTo("5");
        recorder.close();
    }

    @Test
    void everyRecipeOfThePageRuns() throws IOException {
        Matcher recipe = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Checkout.file("docs/sql.md")));
        int run = 0;
        while (recipe.find()) {
            Call call = Call.steno("sql", session, recipe.group(1));
            assertThat(call.code()).as("%s%s", recipe.group(1), call.err()).isZero();
            run++;
        }
        assertThat(run).isGreaterThan(6);
    }

    private String value(String expression) {
        Call call = Call.steno("sql", session, "SELECT " + expression);
        assertThat(call.err()).isEmpty();
        return call.text().strip();
    }
}
