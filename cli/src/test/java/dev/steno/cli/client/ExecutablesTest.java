package dev.steno.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs are looked up as the shell of the system does. */
class ExecutablesTest {
    @TempDir
    Path folder;

    private Path program(String name) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void windowsStartsOnlyFilesThatEndAsProgramsDo() throws Exception {
        Path script = program("npm");
        Path batch = program("npm.cmd");
        Path other = program("tool.py");
        Map<String, String> environment = Map.of("Path", folder.toString(), "PATHEXT", ".EXE;.CMD");

        assertThat(Executables.find("npm", environment, true)).contains(batch);
        assertThat(Executables.find("npm.cmd", environment, true)).contains(batch);
        assertThat(Executables.find(script.toString(), environment, true)).contains(batch);
        assertThat(Executables.find("tool.py", environment, true)).isEmpty();
        assertThat(Executables.find("tool.py", Map.of("PATH", folder.toString()), false))
                .contains(other);
        assertThat(Executables.find("npm", Map.of("PATH", folder.toString()), false))
                .contains(script);
    }
}
