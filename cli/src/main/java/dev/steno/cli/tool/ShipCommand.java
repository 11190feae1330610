package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.ship.NewNumberText;
import dev.steno.cli.ship.ShipSender;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.Logging;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.filter.Filter;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.ship.BodyPolicy;
import dev.steno.fleet.ship.NewNumber;
import dev.steno.fleet.ship.OutgoingFlows;
import dev.steno.fleet.ship.ShipListener;
import dev.steno.fleet.ship.ShipStatus;
import dev.steno.fleet.ship.Shipper;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno ship}: sends a session to a shared store. */
public final class ShipCommand extends ParsedSubcommand {
    private static final String SECRETS = "--with-secrets";
    private static final String BODIES = "--ship-bodies";
    private static final String INDEX = "--ship-index";
    private static final String FOLLOW = "--follow";

    @Override
    public String summary() {
        return "Ship a session to a shared store, a PostgreSQL database into which many proxies record.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        Sessions.describeNext(
                spec,
                "URL",
                "postgresql://USER@HOST:PORT/DATABASE. The password is taken from PGPASSWORD or ~/.pgpass. A single "
                        + "parameter is this URL.");
        spec.addOption(OptionSpec.builder("-f", "--filter", "--ship-filter")
                .paramLabel("FILTER")
                .type(String.class)
                .description("Only flows that match, with their bodies and messages.")
                .build());
        spec.addOption(OptionSpec.builder(BODIES)
                .paramLabel("SIZE")
                .type(String.class)
                .description("Only bodies up to this size: none, a size such as 64kb, or all, which is the default.")
                .build());
        spec.addOption(OptionSpec.builder(SECRETS)
                .description("Ships credentials, cookies and what the session wants redacted as they are.")
                .build());
        RedactionFlag.describe(spec, "Replaces further values by tokens");
        spec.addOption(OptionSpec.builder(INDEX)
                .description(
                        "Also makes an index of texts for the store, so that searches in bodies are fast there. It costs "
                                + "about as much CPU as the rest of shipping.")
                .build());
        spec.addOption(OptionSpec.builder(FOLLOW)
                .description("Goes on while the session is recorded, until Ctrl-C.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "The session remembers what the store has, so only new and changed flows are sent the next time, and "
                                + "work that was stopped goes on where it ended. Flows that are removed from the session are "
                                + "removed from the store. A copy of a session ships as another recorder, and so does a "
                                + "session that was redacted after it was shipped: steno store remove takes out what the "
                                + "store has of it.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Logging.configure(false);
        Filter filter = Filters.parse(call.matchedOptionValue("--filter", ""));
        BodyPolicy bodies = bodies(call.matchedOptionValue(BODIES, "all"));
        List<String> given = Sessions.given(call);
        if (given.isEmpty()) {
            throw Failure.usage("which store? steno ship URL ships the session recorded last");
        }
        ServerUrl url = url(given.get(given.size() - 1));
        Path file = given.size() == 2 ? Path.of(given.get(0)) : Sessions.newest(call, console);
        try (ProgressLine work = new ProgressLine(console);
                ShipSpool spool = ShipSpool.open(file);
                SqliteSessionReader reader = SqliteSessionReader.open(file)) {
            Redactor redactor = call.hasMatchedOption(SECRETS) ? Redactor.NONE : RedactionFlag.leaving(call, reader);
            Told told = new Told(url, work, console);
            OutgoingFlows outgoing = new OutgoingFlows(filter, bodies, redactor, reader);
            OutgoingFlows indexed = call.hasMatchedOption(INDEX) ? outgoing : outgoing.withoutIndex();
            Shipper shipper = new Shipper(url, spool, indexed, ShipSender.of(file), told, work::isStopped);
            work.beginStep("shipping", "flows", reader.usage().flows());
            shipper.run(call.hasMatchedOption(FOLLOW));
            work.hide();
            return report(shipper.status(), url, work.isStopped(), console);
        }
    }

    private static int report(ShipStatus done, ServerUrl url, boolean stopped, Console console) {
        if (done.tooOld() > 0) {
            console.say(Quantity.count(done.tooOld(), "flow") + " of a time that the store no longer keeps "
                    + (done.tooOld() == 1 ? "was" : "were") + " left out");
        }
        console.out()
                .println("shipped " + Quantity.count(done.sent(), "flow") + " to " + url
                        + (done.recorder() == 0 ? "" : " as recorder " + done.recorder())
                        + (done.removed() == 0 ? "" : "; " + Quantity.count(done.removed(), "flow") + " removed there")
                        + (done.lag() > 0 ? "; " + Quantity.count(done.lag(), "flow") + " to go" : ""));
        if (stopped) {
            return ExitCode.STOPPED;
        }
        return done.refused() > 0 ? ExitCode.FAILURE : ExitCode.OK;
    }

    /** @throws Failure if the text is not the URL of a store, or has a password */
    static ServerUrl url(String text) {
        try {
            return ServerUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** @throws Failure if the text is neither a size nor one of the words */
    static BodyPolicy bodies(String text) {
        try {
            return BodyPolicy.parse(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(BODIES + ": " + e.getMessage());
        }
    }

    /** What the listener tells the person. */
    private record Told(ServerUrl url, ProgressLine work, Console console) implements ShipListener {
        @Override
        public void progress(ShipStatus now) {
            work.at(now.sent());
        }

        private void say(String message) {
            work.hide();
            console.say(message);
        }

        @Override
        public void storeAway(String message) {
            say(message + "; trying again until Ctrl-C");
        }

        @Override
        public void storeBack() {
            say("the shared store takes flows again");
        }

        @Override
        public void refused(long flow, String reason) {
            say("flow " + flow + " is not shipped: " + reason);
        }

        @Override
        public void registeredAnew(int recorder, int before, NewNumber why) {
            say(NewNumberText.of(url, recorder, before, why));
        }
    }
}
