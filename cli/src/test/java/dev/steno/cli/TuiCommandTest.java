package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the terminal user interface does not start. */
class TuiCommandTest {
    @TempDir
    private Path folder;

    @Test
    void withoutATerminalItSaysWhatToDoInstead() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));

        for (Call call : List.of(Call.steno("tui", session), Call.steno("--tui", "--home", folder))) {
            assertThat(call.code()).isEqualTo(2);
            assertThat(call.err())
                    .isEqualTo(
                            "steno: the terminal user interface needs a terminal, and standard output is none: steno ls"
                                    + " lists the flows of a session, and steno tail those that are being recorded\n");
            assertThat(call.out()).isEmpty();
        }
        assertThat(folder.resolve("ca.pem")).doesNotExist();
    }

    @Test
    void aWrongFileIsNamedBeforeATerminalIsAskedFor() throws Exception {
        Path gone = folder.resolve("gone.har");
        Path notes = Files.writeString(folder.resolve("notes.txt"), "nothing of the kind");
        Path har = Files.writeString(folder.resolve("empty.har"), "{\"log\":{\"entries\":[]}}");

        assertThat(Call.steno("open", gone).err())
                .contains(gone + " does not exist")
                .doesNotContain("terminal");
        assertThat(Call.steno("open", notes).err())
                .contains(notes.getFileName() + " is of no format")
                .doesNotContain("terminal");
        assertThat(Call.steno("open", folder).err()).contains(folder.toString()).doesNotContain("terminal user");
        assertThat(Call.steno("open", har).err()).contains("needs a terminal");
        assertThat(Call.steno("tui", gone).err()).contains("there is no session " + gone);
        assertThat(Call.steno("tui", notes).err()).contains(notes.toString()).doesNotContain("terminal");
    }

    @Test
    void aRunThatRecordsNothingHasNothingToShow() {
        Call call = Call.onTerminal(80, "--tui", "--session", "none", "--home", folder);

        assertThat(call.code()).isEqualTo(2);
        assertThat(call.err()).contains("--session none records nothing");
    }
}
