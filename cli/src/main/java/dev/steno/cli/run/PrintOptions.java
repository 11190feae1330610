package dev.steno.cli.run;

import dev.steno.builtin.FlowPrinter;
import dev.steno.option.Opt;

/** What is printed while the proxy runs. */
record PrintOptions(
        @Opt(help = "Prints nothing but warnings and errors.", flags = 'q')
        boolean quiet,

        @Opt(help = "Logs what Steno does on standard error.", flags = 'v')
        boolean verbose,

        @Opt(
                help = "What is printed of each flow: 0 nothing, 1 a line, 2 its headers too, 3 its small bodies too.",
                defaultValue = "1",
                allowed = {"0", "1", "2", "3"},
                flags = 'd')
        int detail,

        @Opt(help = "Shows the stack trace of an error too.")
        boolean debug) {

    FlowPrinter.Detail flowDetail() {
        return quiet ? FlowPrinter.Detail.NOTHING : FlowPrinter.Detail.values()[detail];
    }
}
