package dev.steno.script.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compiled, and where faults are said to be. */
class ScriptCompilerTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private ScriptProblem problem(String name, String text) throws IOException {
        Path file = file(name, text);
        ScriptException failure = catchThrowableOfType(ScriptException.class, () -> ScriptCompiler.compile(file));
        assertThat(failure).as("the script has a fault").isNotNull();
        return failure.problems().get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void request(Flow f) { f.kill(); }",
                "// only a comment before\nvoid request(Flow f) { }",
                "import java.net.URI;\n\nint count = 0;\nvoid request(Flow f) { count++; URI.create(\"/\"); }",
                "record Row(String a) {}\nenum Kind { A, B }\nvoid request(Flow f) { new Row(\"}\"); }",
                "Map<String, int[]> map = Map.of(\"a\", new int[] {1, 2});\nvoid request(Flow f) {}",
                "private static final String TEXT = \"\"\"\n  class X { \"quoted\" }\n  \"\"\";\nvoid request(Flow f) {}",
                "@Inline void request(Flow f) {} // no line end",
                "@SuppressWarnings({\"a\", \"b\"})\nvoid request(Flow f) { char c = '{'; }",
                "Runnable later = () -> { log.info(\"x;\"); };\nvoid request(Flow f) {}",
                "{ log.info(\"made\"); }\nvoid request(Flow f) {}",
                "\uFEFFvoid request(Flow f) {}",
                "import dev.steno.script.Script;\npublic class Any extends Script { void request(Flow f) {} }",
                "import dev.steno.script.*;\nrecord Row(int a) {}\nfinal class Other extends Script { }",
                "sealed interface A permits B {}\nrecord B() implements A {}\nvoid request(Flow f) {}"
            })
    void aScriptIsAClassOrOnlyMethods(String source) throws Exception {
        CompiledScript compiled = ScriptCompiler.compile(file("any-name 1.java", source));

        assertThat(compiled.names()).isNotEmpty();
        assertThat(compiled.classes()).containsKeys(compiled.names().toArray(String[]::new));
    }

    @Test
    void aFaultIsAtItsLineAndColumnOfTheFile() throws IOException {
        assertThat(problem("a.java", "import java.net.URI;\n\nvoid request(Flow f) {\n    f.header(\"x\");\n}\n"))
                .satisfies(problem -> {
                    assertThat(problem.file()).isEqualTo("a.java");
                    assertThat(problem.line()).isEqualTo(4);
                    assertThat(problem.column()).isEqualTo(6);
                    assertThat(problem.text()).contains("cannot find symbol");
                });
    }

    @Test
    void aFaultInTheLineOfTheFirstMethodHasItsColumn() throws IOException {
        assertThat(problem("a.java", "void request(Flow f) { f.nothing(); }")).satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(1);
            assertThat(problem.column()).isEqualTo(25);
        });
    }

    @Test
    void linesAreCountedWithTheLineEndsOfWindows() throws Exception {
        assertThat(problem("a.java", "// a\r\n\r\nvoid request(Flow f) {\r\n    f.nothing();\r\n}\r\n")
                        .line())
                .isEqualTo(4);
        ScriptCompiler.compile(file("b.java", "// a\r\nvoid request(Flow f) {\r\n    f.kill(); // b\r\n}\r\n"));
    }

    @Test
    void anExpressionThatIsNestedTooDeeplyIsSaidInOneLine() throws IOException {
        String deep = "(".repeat(20_000) + "1" + ")".repeat(20_000);
        assertThat(problem("a.java", "void request(Flow f) { int a = " + deep + "; }")
                        .text())
                .contains("nested too deeply");
    }

    @Test
    void aSyntaxErrorIsSaidInOneLine() throws IOException {
        assertThat(problem("a.java", "void request(Flow f) {\n  f.kill()\n}\n").toString())
                .isEqualTo("a.java:2: ';' expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit(1);",
                "Runtime.getRuntime().exit(1);",
                "Runtime.getRuntime().halt(1);",
                "Runnable r = () -> System.exit(0); r.run();"
            })
    void aCallThatWouldEndStenoIsRefused(String call) throws IOException {
        assertThat(problem("a.java", "void request(Flow f) {\n  " + call + "\n}\n"))
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem.text()).contains("would end Steno and not only the script");
                });
    }

    @Test
    void onlyTheApiOfStenoIsThere() throws IOException {
        assertThat(problem("a.java", "void load() {\n  dev.steno.net.ProxyServer p = null;\n}\n")
                        .text())
                .contains("dev.steno.net");
        assertThat(problem("b.java", "void load() {\n  io.netty.buffer.ByteBuf b = null;\n}\n")
                        .text())
                .contains("io.netty");
    }

    @Test
    void aScriptUsesOtherFilesOfItsFolder() throws Exception {
        file("Ads.java", "class Ads { static boolean isOne(String host) { return host.startsWith(\"ads.\"); } }");

        CompiledScript compiled = ScriptCompiler.compile(
                file("block.java", "void request(Flow f) { if (Ads.isOne(f.request().host())) f.kill(); }"));

        assertThat(compiled.names()).containsExactly("Script_block");
        assertThat(compiled.classes()).containsOnlyKeys("Script_block", "Ads");
    }

    @Test
    void aFaultInAnotherFileOfTheFolderNamesThatFile() throws IOException {
        file("Ads.java", "class Ads {\n  int broken = \"\";\n}");

        assertThat(problem("block.java", "void load() { new Ads(); }").toString())
                .startsWith("Ads.java:2: ");
    }

    @Test
    void aScriptThatOtherUsersMayWriteIsRefused() throws IOException {
        Path file = file("a.java", "void load() {}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatThrownBy(() -> ScriptCompiler.compile(file))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("can be changed by users other than its owner")
                .hasMessageContaining("chmod go-w");
    }

    @Test
    void anotherFileOfTheFolderThatOtherUsersMayWriteIsRefused() throws IOException {
        Path other = file("Ads.java", "class Ads {}");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path file = file("a.java", "void load() { new Ads(); }");

        assertThatThrownBy(() -> ScriptCompiler.compile(file))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("can be changed by users other than its owner");
    }

    @Test
    void aMissingFileAFolderAndForeignBytesAreSaidInOneLine() throws IOException {
        assertThatThrownBy(() -> ScriptCompiler.compile(folder.resolve("none.java")))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("none.java: it cannot be read");
        assertThatThrownBy(() -> ScriptCompiler.compile(folder))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("it is a folder");
        Path file = Files.write(folder.resolve("latin.java"), new byte[] {'/', '/', (byte) 0xe4});
        assertThatThrownBy(() -> ScriptCompiler.compile(file))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("it is not text in UTF-8");
    }

    @Test
    void theTemplateCompilesAlsoWithItsComments() throws Exception {
        ScriptCompiler.compile(file("script.java", ScriptTemplate.TEXT));
        // a line of code in a comment becomes code, and one of text does not
        String all = ScriptTemplate.TEXT.replaceAll("(?m)^(\\s*)// ( *(?:void|if|f\\.|log|[}]).*)$", "$1$2");
        assertThat(all).contains("\nvoid error(Flow f) {");
        ScriptCompiler.compile(file("all.java", all));
    }
}
