package dev.steno.cli.help;

import dev.steno.cli.command.ArgumentParser;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.command.Version;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the manual page in the macros of man(7), from the same specifications as the help pages. Stateless. */
final class ManualPage {
    private ManualPage() {}

    static String of(List<Subcommand> subcommands) {
        StringBuilder page = new StringBuilder(".TH STENO 1 \"\" \"steno " + escaped(Version.number()) + "\"\n");
        page.append(".SH NAME\nsteno \\- an intercepting HTTP(S) proxy that records every flow to a session file\n");
        page.append(
                ".SH SYNOPSIS\n.B steno\n[\\fBrun\\fR] [\\fIOPTIONS\\fR]\n.br\n.B steno\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR]"
                        + " [\\fIARGUMENTS\\fR]\n");
        page.append(".SH COMMANDS\n");
        for (Subcommand subcommand : subcommands) {
            CommandSpec spec = ArgumentParser.of(subcommand).getCommandSpec();
            command(page, spec);
            spec.subcommands().values().forEach(nested -> command(page, nested.getCommandSpec()));
            examples(page, Examples.of(subcommand.name()));
        }
        page.append("""
                .SH EXIT STATUS
                .TP
                .B 0
                Success; also of a proxy that Ctrl\\-C or SIGTERM ended.
                .TP
                .B 1
                Failure; one line on standard error says why.
                .TP
                .B 2
                Wrong arguments.
                .TP
                .B 130, 143
                A command other than \\fBrun\\fR was stopped by Ctrl\\-C, or by SIGTERM; what it had changed is undone.
                """);
        return page.toString();
    }

    private static void command(StringBuilder page, CommandSpec spec) {
        page.append(".SS ").append(escaped(spec.qualifiedName())).append('\n');
        paragraph(page, spec.usageMessage().description());
        for (ArgSpec positional : spec.positionalParameters()) {
            entry(page, "\\fI" + escaped(positional.paramLabel()) + "\\fR", positional.description());
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                String names = "\\fB" + escaped(String.join(", ", option.names())) + "\\fR";
                String value = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
                entry(page, names + value, option.description());
            }
        }
        if (spec.usageMessage().footer().length > 0) {
            page.append(".PP\n");
            paragraph(page, spec.usageMessage().footer());
        }
    }

    private static void examples(StringBuilder page, List<Examples.Example> examples) {
        for (Examples.Example example : examples) {
            entry(page, "Example: \\fB" + escaped(example.call()) + "\\fR", example.meaning());
        }
    }

    private static void entry(StringBuilder page, String term, String... text) {
        page.append(".TP\n").append(term).append('\n');
        paragraph(page, text);
    }

    private static void paragraph(StringBuilder page, String... lines) {
        for (String line : lines) {
            if (!line.isBlank()) {
                page.append(escaped(line.replace("%%", "%"))).append('\n');
            }
        }
    }

    /** Escapes text so that roff takes no character of it as a request or an escape. */
    private static String escaped(String text) {
        StringBuilder ascii = new StringBuilder();
        text.replace("\\", "\\e").replace("-", "\\-").codePoints().forEach(point -> {
            if (point < 0x80) {
                ascii.appendCodePoint(point);
            } else {
                ascii.append(String.format("\\[u%04X]", point)); // groff_char(7)
            }
        });
        String plain = ascii.toString();
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
