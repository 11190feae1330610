package dev.steno.cli.option;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.ship.BodyPolicy;
import dev.steno.option.Opt;
import java.util.Optional;

/** Options of a run that ships its session to a shared store while it records. */
public record ShipOptions(
        @Opt(
                help =
                        "Ships the session to a shared store while it is recorded: postgresql://USER@HOST:PORT/DATABASE, with "
                                + "the password in PGPASSWORD or ~/.pgpass. While the store is away, flows are kept and sent later.",
                metavar = "URL")
        Optional<String> ship,

        @Opt(
                help = "Ships only bodies up to this size: none, a size such as 64kb, or all.",
                metavar = "SIZE",
                defaultValue = "all")
        String shipBodies,

        @Opt(help = "Ships only flows that match.", metavar = "FILTER")
        String shipFilter,

        @Opt(help = "Ships credentials, cookies and what is to be redacted at exits as they are.")
        boolean shipSecrets,

        @Opt(
                help =
                        "Also makes an index of texts for the store, so that searches in bodies are fast there. It costs about as "
                                + "much CPU as the rest of shipping.")
        boolean shipIndex) {

    public ShipOptions {
        ship.ifPresent(ServerUrl::parse);
        BodyPolicy.parse(shipBodies);
        FilterParser.parseOrAll(shipFilter);
    }

    /** Returns the address of the store; empty if nothing is shipped. */
    public Optional<ServerUrl> store() {
        return ship.map(ServerUrl::parse);
    }

    /** Returns which bodies are shipped. */
    public BodyPolicy bodies() {
        return BodyPolicy.parse(shipBodies);
    }

    /** Returns which flows are shipped. */
    public Filter filter() {
        return FilterParser.parseOrAll(shipFilter);
    }
}
