package dev.steno.script.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Java without the modules of the compiler. */
class MissingCompilerTest {
    @TempDir
    Path folder;

    /** Compiles a script, and prints what is said. */
    static final class Compiling {
        private Compiling() {}

        /** @param args the file */
        public static void main(String[] args) {
            try {
                ScriptCompiler.compile(Path.of(args[0]));
                System.out.println("compiled");
            } catch (ScriptException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private String said(String modules) throws Exception {
        Path file = Files.writeString(folder.resolve("a.java"), "void load() {}");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--limit-modules",
                        modules,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Compiling.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.base,java.logging", "java.base,java.logging,java.compiler"})
    void aJavaWithoutACompilerSaysWhatToDo(String modules) throws Exception {
        assertThat(said(modules))
                .startsWith("a.java: this Java (")
                .contains("has no compiler, the module jdk.compiler")
                .contains("start Steno with a JDK 17 or newer")
                .hasLineCount(1);
    }

    @Test
    void withTheModuleItCompiles() throws Exception {
        assertThat(said("java.base,java.logging,jdk.zipfs,jdk.compiler")).isEqualToIgnoringNewLines("compiled");
    }
}
