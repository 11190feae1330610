package dev.steno.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.ArgumentParser;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.option.FlagReader;
import dev.steno.cli.run.RunCommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.tool.LsCommand;
import dev.steno.option.OptionSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HelpPagesTest {
    /** A word of a shell's command line, bare or in single quotes. */
    private static final Pattern WORD = Pattern.compile("(?:[^\\s']|'[^']*')+");

    private static final Pattern CALL = Pattern.compile("(?<![\\w./-])steno(?: [^;|>&)]*(?:'[^']*'[^;|>&)']*)*|$)");

    @Test
    void theOptionsOfRunStandUnderHeadings() {
        String page = HelpPages.page(new RunCommand(), List.of());

        assertThat(page.indexOf("\nRecord:\n  -s, --session")).isPositive().isLessThan(page.indexOf("\nListen:\n"));
        assertThat(page.indexOf("--mode=")).isLessThan(page.indexOf("--ciphers-client="));
    }

    /** An option without a heading is added to the table in {@link Grouping}. */
    @Test
    void everyOptionOfTheProductHasAHeading() {
        List<String> names = ProductOptions.declared().all().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::name)
                .toList();

        assertThat(Grouping.ofOptions(names)).doesNotContainKey(Grouping.OTHER);
    }

    @Test
    void aPageIsAsWideAsTheTerminal() {
        assertThat(printed(60).lines().mapToInt(String::length).max().orElse(0)).isBetween(45, 60);
        assertThat(printed(132).lines().mapToInt(String::length).max().orElse(0))
                .isBetween(101, 132);
    }

    @Test
    void aPageEndsWithThreeExamples() {
        String page = HelpPages.page(new LsCommand(), List.of());

        assertThat(page.substring(page.indexOf("\nExamples:\n")).lines().filter(line -> line.startsWith("  steno ls")))
                .hasSize(3);
    }

    @Test
    void everyExampleOfTheCommandsParses() {
        List<String> parsed = new ArrayList<>();
        for (Subcommand subcommand : List.of(new RunCommand(), new LsCommand())) {
            for (Examples.Example example : Examples.of(subcommand.name())) {
                parsed.add(parse(subcommand, example.call()));
            }
        }

        assertThat(parsed).hasSize(6);
    }

    /** Parses an example; throws if it is wrong. */
    static String parse(Subcommand subcommand, String example) {
        Matcher call = CALL.matcher(example);
        assertThat(call.find()).as(example).isTrue();
        List<String> words = new ArrayList<>();
        WORD.matcher(call.group())
                .results()
                .forEach(word -> words.add(word.group().replace("'", "")));
        words.remove(0);
        if (!words.isEmpty() && words.get(0).equals(subcommand.name())) {
            words.remove(0);
        }
        if (subcommand instanceof RunCommand) {
            FlagReader.read(words, ProductOptions.declared());
        } else {
            ArgumentParser.of(subcommand).parseArgs(words.toArray(new String[0]));
        }
        return call.group();
    }

    private static String printed(int columns) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(out, out, columns, Map.of("NO_COLOR", "1"));
        HelpPages.print(new RunCommand(), List.of(), console);
        console.out().flush();
        return out.toString(StandardCharsets.UTF_8);
    }
}
