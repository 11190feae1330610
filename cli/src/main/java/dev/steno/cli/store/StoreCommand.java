package dev.steno.cli.store;

import dev.steno.cli.address.ViewerName;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.upkeep.RetentionPlan;
import dev.steno.fleet.upkeep.StoreNotes;
import dev.steno.fleet.upkeep.StoreRecorders;
import dev.steno.fleet.upkeep.StoreRetention;
import dev.steno.fleet.upkeep.StoreSetup;
import dev.steno.fleet.upkeep.StoredDay;
import dev.steno.flow.FlowNumber;
import dev.steno.json.Json;
import dev.steno.session.KeepLimits;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno store}: makes the tables of a shared store, lists who ships to it, marks flows, removes recorders and old days. */
public final class StoreCommand extends ParsedSubcommand {
    private static final String KEEP = "--keep";
    private static final String DRY_RUN = "--dry-run";
    private static final String YES = "--yes";
    private static final String JSON = "--json";
    private static final String MARK = "--mark";
    private static final String COMMENT = "--comment";

    @Override
    public String summary() {
        return "Make a shared store, list who ships to it, mark flows, remove recorders and old days.";
    }

    @Override
    public void describe(CommandSpec spec) {
        add(
                spec,
                "init",
                "Make the tables of a shared store, and the roles steno_ship and steno_read, if they are missing.");
        add(spec, "recorders", "List the sessions that have shipped, the one that shipped last first.")
                .addOption(OptionSpec.builder(JSON)
                        .description("Prints a JSON object for each, one per line.")
                        .build());
        CommandSpec note =
                add(spec, "note", "Give a flow a mark or a comment, which all readers see. Marked flows are kept.");
        note.addPositional(PositionalParamSpec.builder()
                .index("1")
                .paramLabel("FLOW")
                .type(String.class)
                .arity("1")
                .description("The number of the flow, such as 17.2041.")
                .build());
        note.addOption(text(MARK, "TEXT", "The mark, such as a word or a sign; \"\" takes it away."));
        note.addOption(text(COMMENT, "TEXT", "The comment; \"\" takes it away."));
        ViewerName.describe(note);
        CommandSpec remove = add(
                spec,
                "remove",
                "Remove recorders with all that they shipped, with marked flows and with what viewers noted. If a recorder"
                        + " ships again later, it ships all of its flows, as another recorder; what was stopped goes on with"
                        + " the next call.");
        remove.addPositional(PositionalParamSpec.builder()
                .index("1..*")
                .paramLabel("RECORDER")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1..*")
                .description(
                        "The number of a recorder, such as 17, or the name of its file if no other has the same name.")
                .build());
        remove.addOption(OptionSpec.builder("-y", YES)
                .description("Does not ask for confirmation. Required if standard output is not a terminal.")
                .build());
        remove.addOption(OptionSpec.builder(DRY_RUN)
                .description("Says what would be removed, and removes nothing.")
                .build());
        CommandSpec retain = add(
                spec,
                "retain",
                "Remove days of which nothing has to be kept. The oldest are removed first; to meet a size, bodies are"
                        + " removed before flows. Marked flows stay, and so does today.");
        retain.addOption(OptionSpec.builder(KEEP)
                .paramLabel("LIMIT")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("How much is kept: an age such as 7d, a size such as 2tb; both apply if both are given.")
                .build());
        retain.addOption(OptionSpec.builder(DRY_RUN)
                .description("Says what would be removed, and removes nothing.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "URL is postgresql://[USER@]HOST[:PORT]/DATABASE, of a role that owns the database. The password is"
                                + " taken from PGPASSWORD or ~/.pgpass. Exit codes: 0; 1 if the store cannot be reached or"
                                + " refuses; 2 if the command was called incorrectly; 130 if it was stopped.");
    }

    private static OptionSpec text(String name, String label, String what) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(what)
                .build();
    }

    private static CommandSpec add(CommandSpec spec, String name, String what) {
        CommandSpec added = CommandSpec.create().name(name);
        added.usageMessage().description(what, "");
        added.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("URL")
                .type(String.class)
                .arity("1")
                .description("The address of the shared store.")
                .build());
        spec.addSubcommand(name, added);
        return added;
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        if (!call.hasSubcommand()) {
            throw Failure.usage("store needs one of init, recorders, note, remove and retain, such as: steno store init"
                    + " postgresql://localhost/steno");
        }
        ParseResult asked = call.subcommand();
        ServerUrl url = url(asked.matchedPositionalValue(0, ""));
        switch (asked.commandSpec().name()) {
            case "init" -> init(url, console);
            case "recorders" -> recorders(url, asked.hasMatchedOption(JSON), console);
            case "note" -> note(url, asked, console);
            case "remove" -> {
                List<String> recorders = asked.matchedPositionalValue(1, List.of());
                if (recorders.isEmpty()) {
                    throw Failure.usage("which RECORDER is removed? steno store recorders " + url + " lists them");
                }
                return new RecorderRemover(url, console)
                        .remove(recorders, asked.hasMatchedOption(DRY_RUN), asked.hasMatchedOption(YES));
            }
            default -> retain(url, asked, console);
        }
        return ExitCode.OK;
    }

    private static ServerUrl url(String text) {
        try {
            return ServerUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static void init(ServerUrl url, Console console) throws IOException {
        StoreSetup.Made made = StoreSetup.make(url);
        String spread = made.nodes() == 0 ? "" : ", spread over " + Quantity.count(made.nodes(), "node") + " of Citus";
        console.out().println(url + ": the tables are there (schema " + made.schema() + ")" + spread);
        if (!made.roles()) {
            console.say(
                    "the role " + url.role()
                            + " may not make roles: let a superuser run CREATE ROLE steno_ship; CREATE ROLE"
                            + " steno_read, and then this command again; the owner of the tables can ship and read without them");
        }
    }

    private static void note(ServerUrl url, ParseResult asked, Console console) throws IOException {
        String given = asked.matchedPositionalValue(1, "");
        long flow = FlowNumber.parse(given).orElse(0);
        if (FlowNumber.recorder(flow) == 0) {
            throw Failure.usage("\"" + given
                    + "\" is not the number of a flow in a store, such as 17.2041; steno ls URL shows them");
        }
        String mark = asked.matchedOptionValue(MARK, null);
        String comment = asked.matchedOptionValue(COMMENT, null);
        if (mark == null && comment == null) {
            throw Failure.usage("what is noted? --mark TEXT, --comment TEXT, or both");
        }
        String author = ViewerName.of(asked);
        if (StoreNotes.give(url, List.of(flow), author, mark, comment) == 0) {
            throw Failure.because("the shared store " + url + " has no flow " + given);
        }
        console.out().println("noted at flow " + given + " by " + Printable.line(author));
    }

    private static void recorders(ServerUrl url, boolean json, Console console) throws IOException {
        for (StoreRecorders.Listed each : StoreRecorders.list(url)) {
            console.out().println(json ? json(each) : line(each));
        }
    }

    private static String line(StoreRecorders.Listed each) {
        return String.join(
                "\t",
                String.valueOf(each.recorder()),
                seconds(each.last()),
                Printable.line(each.host()),
                Printable.line(each.name()),
                "Steno " + Printable.line(each.version())
                        + (each.isBeingRemoved() ? "; its removal is not finished" : ""));
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String json(StoreRecorders.Listed each) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("recorder", (long) each.recorder());
        told.put("name", each.name());
        told.put("host", each.host());
        told.put("version", each.version());
        told.put("created", each.created().toString());
        told.put("last", each.last().toString());
        told.put("batches", each.batches());
        if (each.isBeingRemoved()) {
            told.put("being_removed", true);
        }
        return new String(Json.bytes(json -> Json.value(json, told)), StandardCharsets.UTF_8);
    }

    private static KeepLimits limits(ParseResult asked) {
        List<String> texts = asked.matchedOptionValue(KEEP, List.of());
        KeepLimits limits;
        try {
            limits = KeepLimits.parse(texts);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--keep: " + e.getMessage());
        }
        if (limits.flows() != KeepLimits.NONE.flows()) {
            throw Failure.usage("--keep: a shared store is kept by age or size, not by the number of flows");
        }
        if (limits.isNone()) {
            throw Failure.usage("--keep is missing: an age such as 7d, a size such as 2tb, or both");
        }
        return limits;
    }

    private static void retain(ServerUrl url, ParseResult asked, Console console) throws IOException {
        KeepLimits limits = limits(asked);
        boolean dry = asked.hasMatchedOption(DRY_RUN);
        try (StoreRetention retention = StoreRetention.open(url)) {
            RetentionPlan plan = retention.plan(limits, Instant.now());
            if (dry) {
                plan.removed()
                        .forEach(day -> console.out().println(day.day() + " would be removed, " + size(day.bytes())));
                plan.withoutBodies()
                        .forEach(day -> console.out()
                                .println("bodies of " + day.day() + " would be removed, " + size(day.bodyBytes())));
            } else {
                retention.apply(plan, new Told(console));
            }
            long left = plan.bytes();
            console.out().println(url + ": " + size(left) + (dry ? " would be left" : " left"));
            if (left > limits.bytes()) {
                console.say("this is more than " + size(limits.bytes()) + ": what began today is not removed");
            }
        }
    }

    private static String size(long bytes) {
        return Quantity.bytes(bytes);
    }

    /** Prints a line for each day once it is removed. */
    private record Told(Console console) implements StoreRetention.Listener {
        @Override
        public void removed(StoredDay day, int marked) {
            console.out().println(day.day() + " removed, " + size(day.bytes()) + kept(marked));
        }

        @Override
        public void bodiesRemoved(StoredDay day, int marked) {
            console.out().println("bodies of " + day.day() + " removed, " + size(day.bodyBytes()) + kept(marked));
        }

        private static String kept(int marked) {
            return marked == 0 ? "" : "; " + Quantity.count(marked, "marked flow") + " kept";
        }
    }
}
