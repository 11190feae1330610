package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.assembly.ProductCommands;
import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.help.HelpPages;
import dev.steno.command.CommandReference;
import dev.steno.option.OptionReference;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The pages of {@code docs/reference} are generated. To regenerate them: {@code mvn -pl cli -am test
 * -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dsteno.regenerate=true}.
 */
class ReferenceTest {
    private static final String HINT = "docs/reference is out of date; regenerate it with: mvn -pl cli -am test "
            + "-Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dsteno.regenerate=true";

    @TestFactory
    Stream<DynamicTest> everyPageSaysWhatTheProgramSays() {
        return Stream.of(
                        new Page("options.md", OptionReference.markdown(ProductOptions.declared())),
                        new Page("commands.md", CommandReference.markdown(ProductCommands.declared())),
                        new Page("cli.md", commandLine()))
                .map(page -> DynamicTest.dynamicTest(page.name, page::check));
    }

    private static String commandLine() {
        StringBuilder page = new StringBuilder("""
                # Command line

                This page is generated from the program's help and checked by a test.

                ```
                """);
        page.append(HelpPages.overview(Subcommands.shown())).append("```\n");
        for (String name : Subcommands.SHOWN) {
            page.append("\n## steno ").append(name).append("\n\n```\n");
            page.append(help(name, List.of())).append("```\n");
        }
        page.append("\n## steno ca export\n\n```\n")
                .append(help("ca", List.of("export")))
                .append("```\n");
        return page.toString();
    }

    private static String help(String name, List<String> args) {
        Subcommand subcommand = Subcommands.named(name);
        assertThat(subcommand).isNotNull();
        return HelpPages.page(subcommand, args);
    }

    private record Page(String name, String text) {
        void check() throws IOException {
            Path file = Checkout.file("docs/reference/" + name);
            String wanted = text.lines().map(String::stripTrailing).reduce("", (all, line) -> all + line + "\n");
            if (Boolean.getBoolean("steno.regenerate")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, wanted);
            }
            assertThat(file).as(HINT).exists();
            assertThat(Files.readString(file)).as(HINT).isEqualTo(wanted);
        }
    }
}
