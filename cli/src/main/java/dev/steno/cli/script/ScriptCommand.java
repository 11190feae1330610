package dev.steno.cli.script;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.script.run.ScriptCheck;
import dev.steno.script.source.ScriptException;
import dev.steno.script.source.ScriptProblem;
import dev.steno.script.source.ScriptTemplate;
import dev.steno.text.FileErrors;
import dev.steno.text.Printable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno script check}: compiles scripts; {@code steno script new}: writes one to begin with. */
public final class ScriptCommand extends ParsedSubcommand {
    private static final String CHECK = "check";
    private static final String NEW = "new";

    @Override
    public String summary() {
        return "Check scripts in Java, or write one to begin with.";
    }

    @Override
    public void describe(CommandSpec spec) {
        CommandSpec check = CommandSpec.create().name(CHECK);
        check.usageMessage()
                .description(
                        "Compile scripts without running them, and print what is wrong as FILE:LINE: TEXT. Exit codes: 0, or 1 "
                                + "if a script has an error.",
                        "");
        check.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .arity("1..*")
                .description("The files of the scripts.")
                .build());
        CommandSpec begin = CommandSpec.create().name(NEW);
        begin.usageMessage().description("Write a script with comments, which does little. No file is replaced.", "");
        begin.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("NAME")
                .type(Path.class)
                .arity("0..1")
                .description("The file to write; " + ScriptTemplate.USUAL_NAME + " by default.")
                .build());
        spec.addSubcommand(CHECK, check);
        spec.addSubcommand(NEW, begin);
        spec.usageMessage()
                .footer(
                        "",
                        "A script runs by steno run --script FILE. Those of a Steno that runs: steno call script.list.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        if (!call.hasSubcommand()) {
            throw Failure.usage("say what to do: steno script check FILE, or steno script new [NAME]");
        }
        ParseResult asked = call.subcommand();
        if (asked.commandSpec().name().equals(NEW)) {
            return begin(asked.matchedPositionalValue(0, Path.of(ScriptTemplate.USUAL_NAME)), console);
        }
        int code = ExitCode.OK;
        List<Path> files = asked.matchedPositionalValue(0, List.of());
        if (files.isEmpty()) {
            throw Failure.usage("which script? steno script check FILE, as in steno script check hello.java");
        }
        for (Path file : files) {
            code = check(file, console) ? code : ExitCode.FAILURE;
        }
        return code;
    }

    private static boolean check(Path file, Console console) {
        try {
            ScriptCheck.check(file).forEach(each -> print(each, "warning: ", console));
            console.say(Printable.line(file + " is fine"));
            return true;
        } catch (ScriptException e) {
            e.problems().forEach(each -> print(each, "", console));
            return false;
        }
    }

    private static void print(ScriptProblem problem, String kind, Console console) {
        String place = problem.file()
                + (problem.line() == 0 ? "" : ":" + problem.line())
                + (problem.column() == 0 ? "" : ":" + problem.column());
        console.out().print(Printable.line(place + ": " + kind + problem.text()) + "\n");
    }

    private static int begin(Path named, Console console) {
        Path file = String.valueOf(named.getFileName()).endsWith(".java")
                ? named
                : named.resolveSibling(named.getFileName() + ".java");
        try {
            String name = String.valueOf(file.getFileName());
            Files.writeString(
                    file, ScriptTemplate.TEXT.replace(ScriptTemplate.USUAL_NAME, name), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw Failure.because(file + " exists already: choose another name, or remove it", e);
        } catch (IOException e) {
            throw Failure.because("cannot write " + file + " (" + FileErrors.reason(e) + ")", e);
        }
        console.say(Printable.line("wrote " + file + "; run it with: steno run --script " + file));
        return ExitCode.OK;
    }
}
