package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.SampleSession;
import dev.steno.cli.assembly.ProductCommands;
import dev.steno.testing.Checkout;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.ScreenEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The screens and the keys of {@code docs/tui.md} are generated. To regenerate them: {@code mvn test -pl cli -am
 * -Dtest=TuiPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dsteno.regenerate=true}.
 */
class TuiPageTest {
    private static final String HINT = "docs/tui.md is out of date; regenerate it with: mvn test -pl cli -am "
            + "-Dtest=TuiPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dsteno.regenerate=true";

    /** From this number of places on that have the same key for the same, it is listed once. */
    private static final int SEVERAL = 3;

    @TempDir
    private Path folder;

    @Test
    void theScreensOfThePageAreThoseOfTheProgram() throws Exception {
        check("flow", fenced(golden("split-80x24.txt")));
        check("statistics", fenced(statistics()));
        StringBuilder table = new StringBuilder("| name | what it shows |\n|---|---|\n");
        for (ScreenEntry each : Screens.ENTRIES) {
            table.append(row(List.of("`:" + each.name() + "`", each.help())));
        }
        check("names", table.toString());
    }

    @Test
    void theKeysOfThePageAreThoseOfTheProgram() throws Exception {
        Map<String, List<String>> places = new LinkedHashMap<>();
        for (KeyTable<?> table : Screens.keys()) {
            for (Binding<?> row : table.rows()) {
                places.computeIfAbsent(keysAndHelp(row), key -> new ArrayList<>())
                        .add(table.place());
            }
        }
        StringBuilder page = new StringBuilder();
        for (KeyTable<?> table : Screens.keys()) {
            List<String> own = table.rows().stream()
                    .map(TuiPageTest::keysAndHelp)
                    .filter(row -> Objects.requireNonNull(places.get(row)).size() < SEVERAL)
                    .toList();
            if (!own.isEmpty()) {
                page.append("### ").append(table.place()).append("\n\n| keys | what they do |\n|---|---|\n");
                own.forEach(page::append);
                page.append('\n');
            }
        }
        page.append("### In several places\n\n| keys | what they do | where |\n|---|---|---|\n");
        places.forEach((row, where) -> {
            if (where.size() >= SEVERAL) {
                page.append(row.stripTrailing())
                        .append(' ')
                        .append(String.join(", ", where))
                        .append(" |\n");
            }
        });
        check("keys", page.toString());
    }

    @Test
    void whatMitmproxyHasIsNamedAsItIs() throws Exception {
        StringBuilder table = new StringBuilder("| mitmproxy | there | Steno | command |\n|---|---|---|---|\n");
        for (MitmproxyKey each : MitmproxyKey.ALL) {
            table.append(row(List.of(code(each.key()), each.meaning(), here(each), command(each))));
        }
        check("mitmproxy", table.toString());
    }

    private static String here(MitmproxyKey of) {
        for (KeyTable<?> table : Screens.keys()) {
            for (Binding<?> row : table.rows()) {
                boolean same = row.keys().contains(of.steno()) && row.help().contains(of.word());
                if (same && !of.word().isEmpty()) {
                    return code(of.steno());
                }
            }
        }
        return of.instead();
    }

    private static String command(MitmproxyKey of) {
        if (of.command().isEmpty()) {
            return "";
        }
        String name = of.command().split(" ", 2)[0];
        assertThat(Screens.ENTRIES.stream().anyMatch(each -> each.name().equals(name))
                        || ProductCommands.declared().find(name).isPresent())
                .as("there is a screen or command " + name)
                .isTrue();
        return "`:" + of.command() + "`";
    }

    private static String keysAndHelp(Binding<?> row) {
        String keys = row.keys().stream().map(TuiPageTest::code).collect(Collectors.joining(", "));
        return row(List.of(keys, row.help()));
    }

    private static String code(String key) {
        return "`" + key + "`";
    }

    /** Within a table, a bar is escaped, also in code (GitHub Flavored Markdown, 4.10). */
    private static String row(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String fenced(String screen) {
        return "```\n" + screen.stripTrailing() + "\n```\n";
    }

    private static String golden(String name) throws IOException {
        return Files.readString(Checkout.file("cli/src/test/resources/golden/tui/" + name));
    }

    /** Times of day depend on where the test runs, so the page shows durations. */
    private String statistics() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        try (Screenful screen = Screenful.of(session, 80, 20)) {
            screen.await("5 flows");
            return screen.press(":").type("statistics").press("enter", "3").await("p99");
        }
    }

    private static void check(String section, String wanted) throws IOException {
        Path page = Checkout.file("docs/tui.md");
        String begin = "<!-- begin " + section + ": generated by TuiPageTest -->\n";
        String end = "<!-- end " + section + " -->\n";
        String text = Files.readString(page, StandardCharsets.UTF_8);
        assertThat(text).contains(begin, end);
        String whole = text.substring(0, text.indexOf(begin) + begin.length())
                + "\n" + wanted.stripTrailing() + "\n\n"
                + text.substring(text.indexOf(end));
        if (Boolean.getBoolean("steno.regenerate")) {
            Files.writeString(page, whole);
        }
        assertThat(Files.readString(page)).as(HINT).isEqualTo(whole);
    }
}
