package dev.steno.cli.assembly;

import dev.steno.addon.PassThrough;
import dev.steno.builtin.AutoPassThrough;
import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.flow.Times;
import dev.steno.text.Timestamps;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The commands on pass-through decisions of a running proxy. Any thread. */
public final class PassThroughRegistryCommands {
    private final Supplier<AutoPassThrough> refusing;

    PassThroughRegistryCommands(Supplier<AutoPassThrough> refusing) {
        this.refusing = refusing;
    }

    /**
     * One row of {@code tls.passthrough.list}.
     *
     * @param since time of the decision, UTC
     * @param lastUsed time of the last connection that passed through, UTC
     */
    record Listed(String client, String host, String reason, String since, long used, Optional<String> lastUsed) {
        static Listed of(PassThrough one) {
            return new Listed(
                    one.client(),
                    one.host(),
                    "the client " + one.reason(),
                    Timestamps.iso(one.since()),
                    one.used(),
                    Times.isSet(one.lastUsed()) ? Optional.of(Timestamps.iso(one.lastUsed())) : Optional.empty());
        }
    }

    @Command(
            name = "tls.passthrough.list",
            help = "Lists the clients whose connections to a server pass through because they refused Steno's "
                    + "certificate for it.")
    List<Listed> list() {
        return refusing.get().list().stream().map(Listed::of).toList();
    }

    @Command(
            name = "tls.passthrough.revoke",
            help = "Revokes decisions to pass connections through, so that new ones are intercepted again; returns the "
                    + "number of pairs of client and server.")
    int revoke(
            @Arg(help = "The server, with or without its port; * for all servers.") String host,
            @Arg(help = "The client's address; all clients by default.") Optional<String> client) {
        return refusing.get().revoke(matching(host, client));
    }

    /** Selects the decisions for a server, and for one client if it is named. */
    public static Predicate<PassThrough> matching(String host, Optional<String> client) {
        String wanted = host.toLowerCase(Locale.ROOT);
        return one -> (wanted.equals("*")
                        || one.host().equals(wanted)
                        || one.host().substring(0, one.host().lastIndexOf(':')).equals(wanted))
                && client.map(one.client()::equals).orElse(true);
    }
}
