package dev.steno.replay;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.List;

/** Options of client replay. */
public record ReplayOptions(
        @Opt(
                help =
                        "Sends the requests of a session file again once clients are accepted, in their order. May be repeated.",
                metavar = "FILE")
        List<Path> clientReplay,

        @Opt(
                help =
                        "How many requests that are sent again may be in flight at a time; -1 for as many as there are, up to"
                                + " 1000.",
                metavar = "N",
                defaultValue = "1",
                live = true)
        int clientReplayConcurrency) {
    /** Upper bound on the requests in flight of one run: each keeps an exchange, and a piece of its body, in memory. */
    static final int MOST = 1000;

    public ReplayOptions {
        if (clientReplayConcurrency != -1 && clientReplayConcurrency < 1) {
            throw new IllegalArgumentException("\"" + clientReplayConcurrency
                    + "\" is not a number of requests: -1 for no limit, or a number from 1");
        }
    }

    /** How many requests may be in flight. */
    int most() {
        return clientReplayConcurrency == -1 ? MOST : Math.min(MOST, clientReplayConcurrency);
    }
}
