package dev.steno.cli.help;

import dev.steno.cli.command.ArgumentParser;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.terminal.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Builds help pages with picocli. For one thread. */
public final class HelpPages {
    /** The width of a page in columns if it is not for a terminal, as in the reference. */
    private static final int WIDTH = 100;

    private static final int NARROWEST = 60;
    private static final int WIDEST = 140;
    private static final int OPTION_COLUMN = 34;

    /** From this number of options on, they are listed under headings. */
    private static final int MANY = 15;

    private HelpPages() {}

    /** Returns the width of a page on this console, in columns. */
    static int width(Console console) {
        return console.isTerminal() ? Math.min(WIDEST, Math.max(NARROWEST, console.width())) : WIDTH;
    }

    private static Ansi ansi(Console console) {
        return console.colour() ? Ansi.ON : Ansi.OFF;
    }

    /** Prints the help page of a subcommand, or of one nested in it that {@code args} name. */
    public static void print(Subcommand subcommand, List<String> args, Console console) {
        console.out().print(page(subcommand, args, ansi(console), width(console)));
    }

    /** Prints the overview page. */
    public static void printOverview(List<Subcommand> subcommands, Console console) {
        console.out().print(overview(subcommands, ansi(console), width(console)));
    }

    /** Returns the help page of a subcommand as the reference has it. */
    public static String page(Subcommand subcommand, List<String> args) {
        return page(subcommand, args, Ansi.OFF, WIDTH);
    }

    /** Returns the overview page as the reference has it. */
    public static String overview(List<Subcommand> subcommands) {
        return overview(subcommands, Ansi.OFF, WIDTH);
    }

    private static String page(Subcommand subcommand, List<String> args, Ansi ansi, int width) {
        CommandLine line = ArgumentParser.of(subcommand);
        addExamples(line.getCommandSpec().usageMessage(), Examples.of(subcommand.name()));
        for (String word : args) {
            line = line.getSubcommands().getOrDefault(word, line);
        }
        CommandSpec spec = line.getCommandSpec();
        spec.usageMessage().width(width).longOptionsMaxWidth(OPTION_COLUMN).sortOptions(false);
        group(spec);
        return line.getUsageMessage(ansi);
    }

    private static void addExamples(UsageMessageSpec page, List<Examples.Example> examples) {
        if (examples.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(page.footer()));
        lines.add("");
        lines.add("Examples:");
        for (Examples.Example example : examples) {
            lines.add(escaped("  " + example.call()));
            lines.add("      " + example.meaning());
        }
        page.footer(lines.toArray(new String[0]));
    }

    /** picocli treats a text as a format string, and a backslash as the beginning of an escape. */
    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    private static void group(CommandSpec spec) {
        if (spec.options().size() < MANY) {
            return;
        }
        Map<String, OptionSpec> byName = new LinkedHashMap<>();
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> byName.put(option.longestName().replaceFirst("^--?", ""), option));
        Grouping.ofOptions(byName.keySet()).forEach((heading, names) -> {
            ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                    .heading((spec.argGroups().isEmpty() ? "" : "%n") + heading + ":%n")
                    .validate(false)
                    .exclusive(false)
                    .order(spec.argGroups().size());
            for (String name : names) {
                OptionSpec option = byName.get(name);
                spec.remove(option);
                group.addArg(option);
            }
            spec.addArgGroup(group.build());
        });
    }

    private static String overview(List<Subcommand> subcommands, Ansi ansi, int width) {
        CommandSpec spec = CommandSpec.create().name("steno");
        spec.usageMessage()
                .width(width)
                .description("An intercepting HTTP(S) proxy that records every flow to a session file.", "")
                .synopsisHeading("Usage: ")
                .customSynopsis("steno [run] [OPTIONS]", "       steno COMMAND [OPTIONS] [ARGUMENTS]")
                .commandListHeading("")
                .footer(
                        "",
                        "Without a command, steno runs the proxy. steno help COMMAND shows a command's options, steno "
                                + "help filter the language of filters.",
                        "Exit codes: 0 success, also of a proxy that Ctrl-C or SIGTERM ended; 1 failure; 2 wrong "
                                + "arguments; 3 steno diff found a difference; 130 (143) another command was stopped by Ctrl-C (SIGTERM), and what it had "
                                + "changed is undone. An error is reported in one line on standard error.");
        addExamples(spec.usageMessage(), Examples.of("run"));
        for (Subcommand subcommand : subcommands) {
            CommandSpec nested = CommandSpec.create().name(subcommand.name());
            nested.usageMessage().description(subcommand.summary());
            spec.addSubcommand(subcommand.name(), nested);
        }
        spec.addOption(OptionSpec.builder("-h", "--help")
                .description("Shows this page.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .description("Shows the version.")
                .build());
        CommandLine line = new CommandLine(spec);
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpPages::commandList);
        return line.getUsageMessage(ansi);
    }

    private static String commandList(Help help) {
        Map<String, Help> all = help.subcommands();
        return Grouping.ofCommands(all.keySet()).entrySet().stream()
                .map(group -> "\n" + group.getKey() + ":\n" + help.commandList(subset(all, group.getValue())))
                .collect(Collectors.joining());
    }

    private static Map<String, Help> subset(Map<String, Help> all, List<String> names) {
        Map<String, Help> some = new LinkedHashMap<>();
        names.forEach(name -> some.put(name, all.get(name)));
        return some;
    }
}
