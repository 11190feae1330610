package dev.steno.option;

import java.util.stream.Collectors;

/**
 * Generates the reference page of all options. Pure: the text depends on the declarations only, not on the current
 * values.
 */
public final class OptionReference {
    private OptionReference() {}

    /** The page in Markdown, without hidden options. */
    public static String markdown(Options options) {
        MarkdownTable table = new MarkdownTable("Option", "Type", "Default", "What it does");
        for (OptionSpec option : options.all()) {
            if (!option.hidden()) {
                table.row(
                        flags(option),
                        MarkdownTable.code(option.type().name()),
                        MarkdownTable.code(option.defaultText()),
                        option.help() + (option.repeatable() ? " Repeatable." : ""));
            }
        }
        return """
                # Options

                This page is generated from the declarations; a test compares it with them.
                A value comes from one of these layers, each overriding those before it: the default, the resumed session,
                `config.toml` in Steno's home, the environment (`STENO_` and the name in capitals, with `_` for `-`), the
                command line (`--name` or `--set name=value`), and what is set while running.

                """ + table;
    }

    private static String flags(OptionSpec option) {
        String name = MarkdownTable.code("--" + option.name());
        return option.flags().isEmpty()
                ? name
                : name
                        + option.flags().stream()
                                .map(flag -> ", " + MarkdownTable.code("-" + flag))
                                .collect(Collectors.joining());
    }
}
