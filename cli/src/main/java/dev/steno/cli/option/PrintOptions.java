package dev.steno.cli.option;

import dev.steno.builtin.FlowPrinter;
import dev.steno.cli.terminal.Colouring;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.option.Opt;
import java.util.Optional;

/** Options on what is printed while the proxy runs. */
public record PrintOptions(
        @Opt(help = "Prints only warnings and errors.", flags = 'q')
        boolean quiet,

        @Opt(help = "Logs connections, look-ups and TLS handshakes to standard error, one line each.", flags = 'v')
        boolean verbose,

        @Opt(
                help = "How much is printed of each flow: 0 nothing, 1 one line, 2 headers as well, 3 small bodies as "
                        + "well.",
                defaultValue = "1",
                allowed = {"0", "1", "2", "3"},
                flags = 'd')
        int detail,

        @Opt(
                help = "Prints only the flows that match, e.g. '~d example.org & status >= 400'; all are recorded.",
                metavar = "FILTER")
        Optional<String> show,

        @Opt(
                help = "Whether output is coloured: auto, if it is a terminal and NO_COLOR is not set.",
                defaultValue = "auto",
                metavar = "WHEN")
        Colouring color,

        @Opt(help = "Prints the stack trace of an error as well.")
        boolean debug,

        @Opt(
                help =
                        "Shows the flows in the terminal as they are recorded, instead of printing them; steno tui shows a "
                                + "session that another Steno records.")
        boolean tui) {

    public PrintOptions {
        filter(show);
    }

    /** Returns the filter of the printed flows. */
    public Filter shown() {
        return filter(show);
    }

    private static Filter filter(Optional<String> text) {
        try {
            return FilterParser.parseOrAll(text.orElse(""));
        } catch (FilterSyntaxException e) {
            throw new IllegalArgumentException("--show: " + e.getMessage(), e);
        }
    }

    public FlowPrinter.Detail flowDetail() {
        return quiet || tui ? FlowPrinter.Detail.NOTHING : FlowPrinter.Detail.values()[detail];
    }
}
