package dev.steno.cli.help;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno help}: shows the page of a command or of a topic, or the manual page. */
public final class HelpCommand extends ParsedSubcommand {
    private final Supplier<List<Subcommand>> subcommands;

    /** @param subcommands those that help texts show, in their order */
    public HelpCommand(Supplier<List<Subcommand>> subcommands) {
        this.subcommands = subcommands;
    }

    @Override
    public String summary() {
        return "Show the page of a command, or of filters.";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .paramLabel("COMMAND")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("A command, or filter; the overview by default.")
                .build());
        spec.addOption(OptionSpec.builder("--man")
                .description("Prints the manual page of all commands, in the format of man(1).")
                .build());
    }

    @Override
    protected int run(ParseResult call, Console console) {
        List<String> words = call.matchedPositionalValue(0, List.<String>of());
        List<Subcommand> all = subcommands.get();
        if (call.hasMatchedOption("--man")) {
            console.out().print(ManualPage.of(all));
        } else if (words.isEmpty()) {
            HelpPages.printOverview(all, console);
        } else if (words.get(0).equals(FilterTopic.NAME)) {
            console.out().print(FilterTopic.page());
        } else {
            HelpPages.print(named(words.get(0), all), words, console);
        }
        return ExitCode.OK;
    }

    private static Subcommand named(String name, List<Subcommand> all) {
        List<String> names = all.stream().map(Subcommand::name).toList();
        return all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.usage(UnknownCommand.message(name, names)));
    }
}
