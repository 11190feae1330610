package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts on the command line, and in a Steno that runs. */
class ScriptCommandTest {
    private static final String ANSWERING = "void request(Flow f) { f.answer(200, \"one\"); }\n";

    @TempDir
    Path folder;

    private Path write(String name, String source) throws IOException {
        return Files.writeString(folder.resolve(name), source);
    }

    private Call call(String... words) {
        return Call.inHome(folder.resolve("home"), "call", (Object[]) words);
    }

    private static HttpAnswer ask(StenoProcess steno) throws IOException {
        return ask(steno, "/");
    }

    private static HttpAnswer ask(StenoProcess steno, String path) throws IOException {
        try (RawClient client = RawClient.to(steno.port())) {
            return client.send("GET http://nowhere.test" + path + " HTTP/1.1\r\nHost: nowhere.test\r\n\r\n")
                    .response();
        }
    }

    @Test
    void checkPrintsWhatIsWrongAndWhere() throws IOException {
        Path good = write("good.java", ANSWERING);
        Path bad = write("bad.java", "void request(Flow f) {\n    f.nothing();\n}\n");

        Call check = Call.steno("script", "check", good, bad);

        assertThat(check.code()).isEqualTo(1);
        assertThat(check.text()).startsWith("bad.java:2:6: cannot find symbol").hasLineCount(1);
        assertThat(check.err()).contains(good + " is fine");
        assertThat(Call.steno("script", "check", good).code()).isZero();
        assertThat(Call.steno("script").code()).isEqualTo(2);
        Call nothing = Call.steno("script", "check");
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err())
                .isEqualToIgnoringNewLines(
                        "steno: which script? steno script check FILE, as in steno script check hello.java");
    }

    @Test
    void checkFindsWhatRunWouldRefuseOrWarnOf() throws IOException {
        Path refused = write("refused.java", "void response(String text) { }\n");
        Path near = write("near.java", "void requests(Flow f) { throw new IllegalStateException(); }\n");
        Path ending = write("ending.java", "void request(Flow f) { System.exit(1); }\n");

        Call check = Call.steno("script", "check", refused);
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.text())
                .isEqualToIgnoringNewLines("refused.java: the hook response is declared as void response(Flow f), "
                        + "not as void response(String)");
        check = Call.steno("script", "check", near);
        assertThat(check.code()).isZero();
        assertThat(check.text())
                .isEqualToIgnoringNewLines("near.java: warning: no hook is called requests: did you mean request?");
        assertThat(Call.steno("script", "check", ending).text()).startsWith("ending.java:1:24: System.exit would end");
    }

    @Test
    void newWritesAScriptThatCompilesAndReplacesNoFile() throws IOException {
        Path file = folder.resolve("mine.java");

        assertThat(Call.steno("script", "new", folder.resolve("mine")).err()).contains("wrote " + file);
        assertThat(Call.steno("script", "check", file).code()).isZero();
        assertThat(Files.readString(file)).contains("steno run --script mine.java");
        Call again = Call.steno("script", "new", file);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains(file + " exists already");
    }

    @Test
    void aScriptRunsIsListedReloadedAndStopped() throws Exception {
        Path file = write("test.java", ANSWERING);
        try (StenoProcess steno = new StenoProcess(folder, "--web", "0", "--script", file.toString())) {
            steno.awaitCommands();
            assertThat(ask(steno).text()).isEqualTo("one");
            assertThat(call("script.list").text()).contains("test.java\truns\t1\trequest\t1\t0\t0\t" + file);

            write("test.java", "void request(Flow f) { f.answer(200, \"two\") }\n");
            await().until(() -> steno.err().contains("version 1 keeps running"));
            assertThat(steno.err()).contains("script test.java:1: ';' expected");
            assertThat(call("script.reload").code()).isEqualTo(1);
            assertThat(call("script.list").text()).contains("';' expected");
            write("test.java", ANSWERING.replace("one", "two"));
            await().until(() -> ask(steno).text().equals("two"));

            assertThat(call("script.stop", "test.java").code()).isZero();
            assertThat(ask(steno).status()).isEqualTo(502);
            assertThat(call("script.reload", "test.java").code()).isZero();
            assertThat(ask(steno).text()).isEqualTo("two");
            assertThat(call("options.set", "script", "/tmp/other.java").err()).contains("script");
            assertThat(call("options.get", "script").text().strip()).isEqualTo(file.toString());
            assertThat(call("script.stop", "none").err()).contains("no script is called none: there is test.java");
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void statusNamesWhatIsWrongWithAScriptAndWhatToDo() throws Exception {
        Path file = write("test.java", """
                void request(Flow f) throws Exception {
                    if (f.request().path().equals("/fails")) throw new IllegalStateException("no luck");
                    if (f.request().path().equals("/slow")) Thread.sleep(60);
                    f.answer(200, "one");
                }
                """);
        try (StenoProcess steno = new StenoProcess(
                folder, "--web", "0", "--script", file.toString(), "--js", "requestheaders: nothing.x")) {
            steno.awaitCommands();
            assertThat(ask(steno).text()).isEqualTo("one");
            assertThat(ask(steno, "/fails").status()).isEqualTo(502);
            assertThat(ask(steno, "/fails").status()).isEqualTo(502);
            for (int i = 0; i < 100; i++) {
                ask(steno, "/slow");
            }
            write("test.java", "void request(Flow f) { f.answer(200, \"two\") }\n");
            await().until(() -> steno.err().contains("version 1 keeps running"));

            String status = Call.inHome(folder.resolve("home"), "status").text();

            assertThat(status.lines())
                    .contains(
                            "script      test.java version 1 keeps running, as a newer one cannot: test.java:1: ';' expected:"
                                    + " correct the file and save it",
                            "script      test.java version 1 fails at request: IllegalStateException: no luck (test.java:2);"
                                    + " 2 failures, 103 calls of the script since the start: correct the script and save it",
                            "script      js-1 fails at requestheaders: ReferenceError: \"nothing\" is not defined.;"
                                    + " 103 failures, 103 calls of the script since the start: correct the rule (--js) and start"
                                    + " Steno again")
                    .anyMatch(line ->
                            line.startsWith("script      test.java version 1 is slow at REQUEST: 103 calls of all"
                                            + " versions, 99 of 100 within ")
                                    && line.endsWith("ms: let it do less there, or later (schedule)"))
                    .noneMatch(line -> line.startsWith("slow "));
            assertThat(Call.inHome(folder.resolve("home"), "status", "--json").text())
                    .contains("\"scripts\":[{\"name\":\"test.java\",\"kind\":\"script\",\"version\":1,\"problem\":"
                            + "\"test.java:1: ';' expected\",\"calls\":103,\"failures\":2,");

            write("test.java", ANSWERING);
            await().until(() -> steno.err().contains("was loaded again, version 2"));
            assertThat(Call.inHome(folder.resolve("home"), "status").text())
                    .doesNotContain("keeps running", "test.java version 2 fails");
            assertThat(call("script.stop", "test.java").code()).isZero();
            assertThat(Call.inHome(folder.resolve("home"), "status").text())
                    .contains("test.java is stopped: steno call script.reload test.java starts it");
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void emptyRulesAndProgramsAreRefused() {
        for (String[] words : new String[][] {
            {"--js", "request:", "steno: --js 'request:' has no code: write some behind the colon"},
            {"--js", "", "steno: --js is HOOK: CODE with one of the hooks"},
            {"--exec", "", "exec is empty: name the command of a program, such as 'python3 hook.py'"},
            {"--script", "", "option script: \"\" is not a path; accepted: the path of a file or folder"}
        }) {
            Call run = Call.within(
                    Map.of(), "run", "--home", folder.resolve("home"), "--listen", "127.0.0.1:0", words[0], words[1]);

            assertThat(run.code()).as(words[2]).isNotZero();
            assertThat(run.err()).contains(words[2]).hasLineCount(1);
        }
    }

    @Test
    void anEditOfARecordedFlowIsToldToAScript() throws Exception {
        Path file = write(
                "test.java",
                ANSWERING + "void update(Flow f) { log.info(\"edited \" + f.id() + \" \" + f.request().method()); }");
        try (StenoProcess steno = new StenoProcess(folder, "--web", "0", "--script", file.toString())) {
            steno.awaitCommands();
            ask(steno);

            assertThat(call("flow.set", "@1", "method=PUT").err()).isEmpty();

            await().until(() -> steno.err().contains("edited 1 PUT"));
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void aScriptReachesTheRecordAndTheProxy() throws Exception {
        Path file = write("test.java", """
                void running() { state.put("page", http.get("http://steno.internal/").status()); }
                void request(Flow f) {
                    if (!f.request().host().equals("nowhere.test")) return;
                    if (state.get("page") == null) { f.answer(503, "later"); return; }
                    f.answer(200, state.get("page") + " " + session.query("~d steno.internal").size());
                }
                """);
        try (StenoProcess steno = new StenoProcess(folder, "--web", "0", "--script", file.toString())) {
            await().until(() -> ask(steno).text().equals("200 1"));
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void aScriptThatCannotBeCompiledEndsTheStart() throws IOException {
        Path bad = write("bad.java", "void request(Flow f) {\n    f.nothing();\n}\n");

        Call run = Call.within(
                Map.of(), "run", "--home", folder.resolve("home"), "--listen", "127.0.0.1:0", "--script", bad);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("steno: the script " + bad + " cannot be used: bad.java:2: cannot find symbol")
                .hasLineCount(1);
    }

    @Test
    void aSessionStartsNoScript() throws Exception {
        Path file = write("test.java", "void load() { log.warn(\"ran\"); }");
        Path session = SampleSession.write(folder.resolve("work.steno"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + session);
                var statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO session_option VALUES ('keep', '1flows'), ('script', '" + file + "')");
        }
        try (StenoProcess steno =
                new StenoProcess(folder, "--web", "0", "-s", session.toString(), "--session-options", "apply")) {
            await().until(() -> steno.err().contains("keep 1flows; applied unless another source sets them"));
            steno.awaitCommands();
            assertThat(call("options.get", "script").text().strip()).isEmpty();
            assertThat(call("script.list").text()).doesNotContain("test.java");
            assertThat(steno.terminate()).isZero();
            assertThat(steno.err()).doesNotContain("ran").doesNotContain("test.java");
        }
    }
}
