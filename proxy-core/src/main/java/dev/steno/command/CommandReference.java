package dev.steno.command;

import dev.steno.option.MarkdownTable;
import java.util.List;

/** Generates the reference page of all commands. Pure: the same declarations give the same text. */
public final class CommandReference {
    private CommandReference() {}

    /** The page in Markdown, without hidden commands. */
    public static String markdown(Commands commands) {
        List<CommandSpec> shown =
                commands.all().stream().filter(spec -> !spec.hidden()).toList();
        MarkdownTable table = new MarkdownTable("Command", "Result", "What it does");
        shown.forEach(spec -> table.row(MarkdownTable.code(spec.usage()), spec.result(), spec.help()));
        StringBuilder page = new StringBuilder("# Commands\n\n")
                .append("This page is generated from the declarations; a test compares it with them.\n")
                .append(
                        "Arguments in brackets are optional; `...` marks one that may be repeated any number of times.\n\n")
                .append(table);
        for (CommandSpec spec : shown) {
            if (!spec.parameters().isEmpty()) {
                page.append("\n## ").append(spec.name()).append("\n\n").append(parameters(spec));
            }
        }
        return page.toString();
    }

    private static MarkdownTable parameters(CommandSpec spec) {
        MarkdownTable table = new MarkdownTable("Argument", "Type", "Default", "Meaning");
        for (CommandParameter parameter : spec.parameters()) {
            table.row(
                    MarkdownTable.code(parameter.usage()),
                    MarkdownTable.code(parameter.type().name()),
                    parameter
                            .defaultText()
                            .filter(text -> !text.isEmpty())
                            .map(MarkdownTable::code)
                            .orElse(""),
                    parameter.help());
        }
        return table;
    }
}
