package dev.steno.cli.daemon;

import dev.steno.command.Command;
import java.util.function.Supplier;

/** The commands on the running proxy as a whole. Any thread. */
public final class ProxyCommands {
    private final Supplier<Runnable> stop;

    /** @param stop supplies what stops the proxy, without waiting for its end, each time a command needs it */
    public ProxyCommands(Supplier<Runnable> stop) {
        this.stop = stop;
    }

    @Command(
            name = "proxy.stop",
            help =
                    "Stops the proxy as SIGTERM does: exchanges in progress have the time of --grace to complete, and the "
                            + "record is written.")
    void stop() {
        stop.get().run();
    }
}
