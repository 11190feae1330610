package dev.steno.cli.help;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.text.Printable;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno completion}: prints the script that lets a shell complete the command line. */
public final class CompletionCommand extends ParsedSubcommand {
    private final Supplier<List<Subcommand>> subcommands;
    private final String standard;

    /**
     * @param subcommands those that help texts show, in their order
     * @param standard the name of the one that runs if none is named
     */
    public CompletionCommand(Supplier<List<Subcommand>> subcommands, String standard) {
        this.subcommands = subcommands;
        this.standard = standard;
    }

    @Override
    public String summary() {
        return "Print the script with which a shell completes steno's command line.";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("bash|zsh|fish")
                .type(String.class)
                .completionCandidates(List.of("bash", "zsh", "fish"))
                .description("The shell.")
                .build());
    }

    @Override
    protected int run(ParseResult call, Console console) {
        String shell = call.matchedPositionalValue(0, "");
        CommandLine tree = CommandTree.of(subcommands.get(), standard);
        console.out()
                .print(
                        switch (shell) {
                            case "bash", "zsh" -> BashCompletion.of(tree); // the script sets zsh to bash's completion
                            case "fish" -> FishCompletion.of(tree);
                            default ->
                                throw Failure.usage((shell.isEmpty()
                                                ? "which shell?"
                                                : "there is no completion for \"" + Printable.line(shell) + "\".")
                                        + " Give bash, zsh or fish: source <(steno completion bash)");
                        });
        return ExitCode.OK;
    }
}
