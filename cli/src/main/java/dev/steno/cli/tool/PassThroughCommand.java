package dev.steno.cli.tool;

import dev.steno.addon.PassThrough;
import dev.steno.cli.assembly.PassThroughRegistryCommands;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.flow.Times;
import dev.steno.sqlite.tool.SessionPassThroughs;
import dev.steno.store.SessionReader;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno passthrough}: lists or revokes the pass-through decisions of a session. */
public final class PassThroughCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "List the clients whose connections pass through, or intercept them again.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        spec.addOption(OptionSpec.builder("--revoke")
                .paramLabel("HOST")
                .type(String.class)
                .description(
                        "Intercepts connections to this server again; with or without its port, * for all servers.")
                .build());
        spec.addOption(OptionSpec.builder("--client")
                .paramLabel("ADDRESS")
                .type(String.class)
                .description("Only connections of the client at this address.")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "In a pipe, one line per client and server with tab-separated address, server, uses, start, last "
                                + "use and reason. A session that is being recorded can be listed, but not changed.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        Optional<String> client = Optional.ofNullable(call.matchedOptionValue("--client", null));
        String host = call.matchedOptionValue("--revoke", "*");
        Predicate<PassThrough> which = PassThroughRegistryCommands.matching(host, client);
        if (call.hasMatchedOption("--revoke")) {
            if (!call.hasMatchedPositional(0)) {
                throw Failure.usage(
                        "--revoke changes the session, so name it: steno passthrough work.steno --revoke " + host);
            }
            List<PassThrough> gone = SessionPassThroughs.revoke(Sessions.file(call, console), which);
            revoked(gone).forEach(console.out()::println);
            if (gone.isEmpty()) {
                throw Failure.because("this session has no pass-through decision for " + Printable.line(host)
                        + client.map(address -> " from " + Printable.line(address))
                                .orElse(""));
            }
            return ExitCode.OK;
        }
        try (SessionReader reader = Sessions.open(call, console)) {
            List<PassThrough> found =
                    reader.passThroughs().stream().filter(which).toList();
            found.forEach(one -> print(console.out(), one, console.isTerminal()));
            if (found.isEmpty()) {
                console.say("no connection is passed through"
                        + client.map(address -> " for " + Printable.line(address))
                                .orElse(""));
            }
        }
        return ExitCode.OK;
    }

    /** One line for each client's address and server, since people cannot distinguish the programs at one address. */
    private static List<String> revoked(List<PassThrough> gone) {
        Map<String, Long> programs = gone.stream()
                .collect(Collectors.groupingBy(
                        one -> Printable.line(one.client()) + " to " + Printable.line(one.host()),
                        LinkedHashMap::new,
                        Collectors.counting()));
        return programs.entrySet().stream()
                .map(line -> line.getKey() + " is intercepted again"
                        + (line.getValue() > 1 ? " (" + line.getValue() + " programs)" : ""))
                .toList();
    }

    private static void print(PrintStream out, PassThrough one, boolean laidOut) {
        boolean used = Times.isSet(one.lastUsed());
        String reason = "the client " + Printable.line(one.reason());
        if (laidOut) {
            out.println(Printable.line(one.client()) + " to " + Printable.line(one.host()) + ", since "
                    + Timestamps.local(one.since())
                    + ": " + reason + "; " + Quantity.count(one.used(), "connection")
                    + (used ? ", the last at " + Timestamps.local(one.lastUsed()) : ""));
        } else {
            out.print(String.join(
                            "\t",
                            Printable.line(one.client()),
                            Printable.line(one.host()),
                            Long.toString(one.used()),
                            Timestamps.iso(one.since()),
                            used ? Timestamps.iso(one.lastUsed()) : "",
                            reason)
                    + "\n");
        }
    }
}
