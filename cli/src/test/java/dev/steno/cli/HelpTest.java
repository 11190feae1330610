package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.command.ArgumentParser;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.help.HelpCommand;
import dev.steno.filter.FilterGrammar;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelpTest {
    @Test
    void helpAndVersionAreCommandsToo() {
        assertThat(Call.steno("help").out()).isEqualTo(Call.steno("--help").out());
        assertThat(Call.steno("help", "ls").out())
                .isEqualTo(Call.steno("ls", "--help").out());
        assertThat(Call.steno("help", "ca", "export").out()).startsWith("Usage: steno ca export");
        assertThat(Call.steno("version").out())
                .isEqualTo(Call.steno("--version").out());
        assertThat(new HelpCommand(Subcommands::shown).name()).isEqualTo("help");
    }

    @Test
    void theLanguageOfFiltersHasAPage() {
        String page = Call.steno("help", "filter").out();

        for (FilterGrammar.Operator operator : FilterGrammar.operators()) {
            assertThat(page).contains("\n  " + operator.spelling());
        }
    }

    @Test
    void commandsStandUnderHeadings() {
        String page = Call.steno("help").out();

        assertThat(page.indexOf("\nRecord:\n"))
                .isPositive()
                .isLessThan(page.indexOf("\nLook at a session:\n"))
                .isLessThan(page.indexOf("\nSet up and help:\n"));
        assertThat(page).doesNotContain("\nOther:\n");
    }

    @Test
    void everyPageHasThreeExamplesThatTheCommandAccepts() {
        for (Subcommand subcommand : Subcommands.shown()) {
            String page = Call.steno("help", subcommand.name()).out();
            int at = page.indexOf("\nExamples:\n");
            assertThat(at).as(subcommand.name()).isPositive();
            List<String> calls = page.substring(at + 11)
                    .lines()
                    .filter(line -> line.startsWith("  ") && !line.startsWith("   "))
                    .toList();
            assertThat(calls)
                    .as(subcommand.name())
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(line -> line.contains("steno"));
            ArgumentParser.of(subcommand); // its specification is sound
        }
    }
}
