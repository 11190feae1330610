package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.terminal.ExitCode;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).startsWith("steno: the query failed: no such column: no_such");
        Call changing = Call.steno("sql", session, "WITH x AS (SELECT 1) DELETE FROM flow RETURNING id");
        assertThat(changing.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(changing.err()).contains("readonly").hasLineCount(1);
    }

    @Test
    void aMistakeIsAnsweredWithWhatMayBeMeant() {
        assertThat(error("SELECT id FROM flows WHERE host = localhost"))
                .contains("A text is written in single quotes: 'localhost'; a header field is header(id, 'localhost'); "
                        + "flows has the columns id kind state ");
        assertThat(error("SELECT * FROM requests")).endsWith(": requests. The views are flows, bodies and messages\n");
        assertThat(error("SELECT id FROM flows WHERE url REGEXP 'x'")).contains("GLOB '*x*'");
        assertThat(error("SELECT no_such(id) FROM flows")).contains("json(id, '$.name'), request_body(id)");
        assertThat(error("SELECT header(id) FROM flows")).endsWith(". It is called as header(id, 'name')\n");
        assertThat(error("SELECT json(id, 'name') FROM flows"))
                .isEqualTo(
                        "steno: the query failed: \"name\" is not a JSON path: a path begins with $, such as $.name or "
                                + "$.list[0]\n");
        assertThat(error("DELETE FROM flows")).contains("steno rm SESSION --filter FILTER");
        assertThat(error(".tables")).contains("sqlite3");
        assertThat(error("PRAGMA table_info(flows)")).contains("pragma_table_info('flows')");
        assertThat(error("-- all\nSELECT 1")).contains("steno sql -- '...'").doesNotContain("there is no flag");
    }

    private String error(String query) {
        Call call = Call.steno("sql", session, query);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).hasLineCount(1);
        return call.err();
    }

    @Test
    void theSessionMayComeBehindTheQuery() {
        assertThat(Call.steno("sql", "SELECT count(*) FROM flows", session)).isEqualTo(new Call(0, "5\n", ""));
    }

    @Test
    void valuesAreQuotedInCsv() {
        assertThat(Call.steno(
                                "sql",
                                session,
                                "--csv",
                                "SELECT 1 AS a, NULL AS \"b,c\", '' AS d, 'x\ny\"' AS e, x'00ff'")
                        .out())
                .isEqualTo("a,\"b,c\",d,e,x'00ff'\r\n1,,\"\",\"x\ny\"\"\",00ff\r\n");
        assertThat(Call.steno("ls", session, "--csv").err()).contains("steno sql --csv ");
    }

    @Test
    void aNameOccursOnceInAJsonObject() {
        assertThat(Call.steno("sql", session, "--json", "SELECT 1 AS a, 2 AS a, 3 AS a_2")
                        .out())
                .isEqualTo("{\"a\":1,\"a_2\":2,\"a_2_2\":3}\n");
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
        List<String> columns = Call.steno("sql", session, "SELECT name FROM pragma_table_info('flows')")
                .out()
                .lines()
                .toList();
        while (recipe.find()) {
            assertThat(Pattern.compile("\\bAS (\\w+)").matcher(recipe.group(1)).results())
                    .as("SQLite groups by a column rather than by an alias of its name")
                    .noneMatch(alias -> columns.contains(alias.group(1)));
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
