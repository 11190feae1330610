package dev.steno.cli.option;

import dev.steno.option.Opt;
import dev.steno.session.KeepLimits;
import java.util.List;

/** Options that bound the size of the session. */
public record KeepOptions(
        @Opt(
                help = "How much is kept: a size such as 10gb, an age such as 7d, a number such as 1000000flows; if "
                        + "several are given, all apply. The oldest flows are removed first; to meet a size, bodies are "
                        + "removed before flows. Marked flows stay. Everything is kept by default.",
                metavar = "LIMIT",
                live = true)
        List<String> keep) {

    public KeepOptions {
        KeepLimits.parse(keep);
    }

    /** Returns the limits of the session. */
    public KeepLimits limits() {
        return KeepLimits.parse(keep);
    }
}
