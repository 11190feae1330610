package dev.steno.tui.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.SampleSession;
import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.filter.FilterParser;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.tui.Screenful;
import dev.steno.tui.data.FollowedSource;
import dev.steno.tui.data.KeptLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters with names. */
class PresetTest {
    @TempDir
    private Path folder;

    private Screenful show(Path session) throws Exception {
        FollowedSource source =
                FollowedSource.readOnly("work.steno", new FileAddress(session), SqliteSessionReader::open);
        Screenful screen = Screenful.of(source.keeping(KeptLines.in(folder.resolve("home"))), 120, 24);
        screen.await("data?q=1");
        return screen;
    }

    @Test
    void everybodyHasSomePresets() throws Exception {
        try (Screenful screen = show(SampleSession.write(folder.resolve("work.steno")))) {
            screen.press("P").await("preset");
            screen.type("err").press("tab").await("errors");
            screen.press("enter");

            assertThat(screen.await("2 matches")).contains("/form").doesNotContain("large.bin");
        }
        for (String name : Presets.of(List.of()).names()) {
            assertThat(FilterParser.parse(String.valueOf(Presets.of(List.of()).filter(name))))
                    .isNotNull();
        }
    }

    @Test
    void aFilterIsNamedKeptAndForgotten() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        try (Screenful screen = show(session)) {
            screen.press("P").await("preset");
            assertThat(screen.type("large = ~u (").text()).contains("of the filter");
            screen.press("ctrl-u").type("large = ~u large").press("enter").await("kept the preset large");
        }
        assertThat(Files.readAllLines(folder.resolve("home/filters.txt"))).containsExactly("large = ~u large");
        try (Screenful screen = show(session)) {
            screen.press("P").await("preset");
            screen.type("large").press("enter").await("1 match");
            screen.press("P").await("preset");
            screen.type("large =").press("enter").await("forgot the preset large");
            screen.press("P").await("preset");
            assertThat(screen.type("large").text()).contains("the presets are errors, data");
        }
    }
}
