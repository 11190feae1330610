package dev.steno.cli.run;

import dev.steno.builtin.FlowPrinter;
import dev.steno.option.Opt;

/** Options on what is printed while the proxy runs. */
record PrintOptions(
        @Opt(help = "Prints only warnings and errors.", flags = 'q')
        boolean quiet,

        @Opt(help = "Logs Steno's own activity to standard error.", flags = 'v')
        boolean verbose,

        @Opt(
                help = "How much is printed of each flow: 0 nothing, 1 one line, 2 headers as well, 3 small bodies as "
                        + "well.",
                defaultValue = "1",
                allowed = {"0", "1", "2", "3"},
                flags = 'd')
        int detail,

        @Opt(help = "Prints the stack trace of an error as well.")
        boolean debug) {

    FlowPrinter.Detail flowDetail() {
        return quiet ? FlowPrinter.Detail.NOTHING : FlowPrinter.Detail.values()[detail];
    }
}
