package dev.steno.cli.hold;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.remote.ApiClient;
import dev.steno.cli.remote.ProxyChoice;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.option.ValueException;
import dev.steno.option.ValueTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno hold}: lists the held messages of a running Steno, changes them, and ends their holds. */
public final class HoldCommand extends ParsedSubcommand {
    private static final String COMPLETE = "--complete";
    private static final String JSON = "--json";
    private static final String MESSAGE = "--message";

    @Override
    public String summary() {
        return "List, edit, resume, drop or answer held messages of a running Steno.";
    }

    @Override
    public void describe(CommandSpec spec) {
        ProxyChoice.describe(spec);
        spec.addOption(json("Prints a JSON object for each held message, one per line."));
        spec.addOption(OptionSpec.builder(COMPLETE)
                .hidden(true)
                .description("Prints the numbers of the held flows, for shells.")
                .build());
        add(spec, "ls", "List the held messages; the one that was held first is the first.")
                .addOption(json("Prints a JSON object for each, one per line."));
        CommandSpec show = add(
                spec, "show", "Print a held message as text, with its decoded body, or the beginning of a large one.");
        HeldShow.describe(show);
        show.addOption(message());
        show.addPositional(id());
        edit(spec);
        CommandSpec resume = add(spec, "resume", "Send held messages on, with their changes.");
        resume.addOption(OptionSpec.builder("--all")
                .description("All messages that are held now.")
                .build());
        resume.addOption(OptionSpec.builder("--and-response")
                .description("Holds the next message of each flow, which is the response after a request.")
                .build());
        resume.addOption(message());
        resume.addPositional(ids("0..*"));
        add(spec, "drop", "End held exchanges with a page that says who dropped them.")
                .addOption(message())
                .addPositional(ids("1..*"));
        CommandSpec kill = add(spec, "kill", "Cut held exchanges off.");
        kill.addOption(OptionSpec.builder("--how")
                .paramLabel("END")
                .type(String.class)
                .defaultValue("close")
                .description("What the client sees; close by default.")
                .build());
        kill.addPositional(ids("1..*"));
        answer(spec);
        CommandSpec wait = add(spec, "wait", "Wait until a message is held, and list the held messages.");
        wait.addOption(json("Prints a JSON object for each, one per line."));
        wait.addOption(OptionSpec.builder("--timeout")
                .paramLabel("DURATION")
                .type(String.class)
                .description("Fails if nothing is held by then, such as 30s; no limit by default.")
                .build());
        wait.addOption(OptionSpec.builder("--after")
                .paramLabel("FLOW")
                .type(Long.class)
                .defaultValue("0")
                .description("Only flows with a larger number than this.")
                .build());
        add(spec, "off", "Hold nothing more, and resume what is held, after a question in a terminal.")
                .addOption(OptionSpec.builder("--keep")
                        .description("What is held stays held.")
                        .build());
        add(spec, "on", "Hold what matches --intercept again, or another filter.")
                .addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .paramLabel("FILTER")
                        .type(String.class)
                        .arity("0..1")
                        .description("Becomes the value of --intercept.")
                        .build());
        spec.usageMessage()
                .footer(
                        "",
                        "Without a subcommand, it lists the held messages. In a pipe, one line for each with tab-separated"
                                + " flow, point, method, URL, status, time, deadline and reason. Messages are held by"
                                + " --intercept. Exit codes: 0; 1 if it failed, such as for a flow that is not held any"
                                + " more, or no Steno runs; 2 if it was called incorrectly.");
    }

    private static void edit(CommandSpec spec) {
        CommandSpec edit = add(
                spec,
                "edit",
                "Change a held message, which stays held: in the editor of VISUAL or EDITOR, or as the arguments say.");
        edit.addOption(OptionSpec.builder("--resume")
                .description("Sends the message on after the change.")
                .build());
        edit.addOption(message());
        edit.addOption(OptionSpec.builder("--body-file")
                .paramLabel("FILE")
                .type(Path.class)
                .description("A file with the new body, of any size.")
                .build());
        edit.addOption(OptionSpec.builder("--encoded")
                .description("The file has the content codings of the message already.")
                .build());
        edit.addPositional(id());
        edit.addPositional(PositionalParamSpec.builder()
                .index("1..*")
                .paramLabel("CHANGE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("Changes such as method=PUT, url=URL, status=404, \"header.set=NAME: VALUE\","
                        + " header.remove=NAME, body=TEXT.")
                .build());
    }

    private static void answer(CommandSpec spec) {
        CommandSpec answer = add(spec, "answer", "Answer a held request, or replace a held response.");
        answer.addOption(OptionSpec.builder("-H", "--header")
                .paramLabel("FIELD")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("A header field such as \"Content-Type: text/html\"; may be repeated.")
                .build());
        answer.addOption(OptionSpec.builder("--body")
                .paramLabel("TEXT")
                .type(String.class)
                .description("The body.")
                .build());
        answer.addOption(OptionSpec.builder("--body-file")
                .paramLabel("FILE")
                .type(Path.class)
                .description("A file with the body.")
                .build());
        answer.addPositional(id());
        answer.addPositional(PositionalParamSpec.builder()
                .index("1")
                .paramLabel("STATUS")
                .type(Integer.class)
                .arity("1")
                .description("The status, from 200 to 599.")
                .build());
    }

    private static CommandSpec add(CommandSpec spec, String name, String what) {
        CommandSpec added = CommandSpec.create().name(name);
        added.usageMessage().description(what, "");
        ProxyChoice.describe(added);
        spec.addSubcommand(name, added);
        return added;
    }

    private static OptionSpec json(String what) {
        return OptionSpec.builder(JSON).description(what).build();
    }

    private static OptionSpec message() {
        return OptionSpec.builder(MESSAGE)
                .paramLabel("NUMBER")
                .type(Long.class)
                .defaultValue("0")
                .description("One held message of a WebSocket or a raw stream; show lists their numbers.")
                .build();
    }

    private static PositionalParamSpec id() {
        return PositionalParamSpec.builder()
                .index("0")
                .paramLabel("FLOW")
                .type(String.class)
                .arity("1")
                .description("The number of the flow.")
                .build();
    }

    private static PositionalParamSpec ids(String arity) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .paramLabel("FLOW")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity(arity)
                .description("The numbers of flows.")
                .build();
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        ParseResult asked = call.hasSubcommand() ? call.subcommand() : call;
        ParseResult choice = ProxyChoice.isGiven(asked) ? asked : call;
        if (call.hasMatchedOption(COMPLETE)) {
            complete(choice, console);
            return ExitCode.OK;
        }
        HeldApi held = api(choice);
        HeldPrinter printer = new HeldPrinter(console, asked.hasMatchedOption(JSON) || call.hasMatchedOption(JSON));
        switch (call.hasSubcommand() ? asked.commandSpec().name() : "ls") {
            case "show" -> show(held, asked, printer, console);
            case "edit" -> edit(held, asked, console);
            case "resume" -> resume(held, asked, console);
            case "drop" -> each(flows(asked), flow -> drop(held, flow, message(asked)));
            case "off" -> new HoldSwitch(held, console).off(asked.hasMatchedOption("--keep"));
            case "on" -> new HoldSwitch(held, console).on(asked.matchedPositionalValue(0, ""));
            case "kill" -> {
                String how = asked.matchedOptionValue("--how", "close");
                each(flows(asked), flow -> held.kill(flow, how));
            }
            case "answer" -> answer(held, asked);
            case "wait" ->
                printer.list(new HeldWait(held).run(asked.matchedOptionValue("--after", 0L), timeout(asked)));
            default -> printer.list(held.list());
        }
        return ExitCode.OK;
    }

    private static HeldApi api(ParseResult choice) throws IOException {
        return new HeldApi(ApiClient.of(ProxyChoice.one(choice), "steno hold"));
    }

    /** A shell completes nothing if no Steno can be asked. */
    private static void complete(ParseResult choice, Console console) {
        try {
            api(choice).list().forEach(each -> console.out().println(HeldApi.id(each)));
        } catch (Failure | IOException e) {
            console.out().flush();
        }
    }

    private static long message(ParseResult call) {
        return call.matchedOptionValue(MESSAGE, 0L);
    }

    private static void show(HeldApi held, ParseResult call, HeldPrinter printer, Console console) throws IOException {
        if (!printer.printed(held, flow(call))) {
            HeldShow.run(held, call, flow(call), message(call), console);
        }
    }

    private static void edit(HeldApi held, ParseResult call, Console console) throws IOException {
        boolean resume = call.hasMatchedOption("--resume");
        if (message(call) == 0) {
            new EditorSession(held, console)
                    .run(
                            flow(call),
                            changes(call),
                            call.matchedOptionValue("--body-file", null),
                            call.hasMatchedOption("--encoded"),
                            resume);
        } else {
            new HeldStream(held, console).edit(flow(call), message(call), changes(call), resume);
        }
    }

    private static void drop(HeldApi held, long flow, long message) throws IOException {
        if (message == 0) {
            held.drop(flow);
        } else {
            held.endMessage(flow, message, "drop");
        }
    }

    private static void resume(HeldApi held, ParseResult call, Console console) throws IOException {
        if (message(call) != 0) {
            List<Long> flows = flows(call);
            if (flows.size() != 1) {
                throw Failure.usage("--message names a message of one flow: give the flow's number");
            }
            held.endMessage(flows.get(0), message(call), "resume");
            return;
        }
        boolean step = call.hasMatchedOption("--and-response");
        if (!call.hasMatchedOption("--all")) {
            List<Long> flows = flows(call);
            if (flows.isEmpty()) {
                throw Failure.usage("which flows? give their numbers, or --all; steno hold ls lists them");
            }
            each(flows, flow -> held.resume(flow, step));
        } else if (step) {
            for (var one : held.list()) {
                held.resume(HeldApi.id(one), true);
            }
        } else {
            console.out().println(held.resumeAll());
        }
    }

    private static void answer(HeldApi held, ParseResult call) throws IOException {
        Path file = call.matchedOptionValue("--body-file", null);
        String text = call.matchedOptionValue("--body", "");
        if (file != null && !text.isEmpty()) {
            throw Failure.usage("give either --body or --body-file");
        }
        byte[] body = file == null ? text.getBytes(StandardCharsets.UTF_8) : read(file);
        held.answer(
                flow(call), call.matchedPositionalValue(1, 0), call.matchedOptionValue("--header", List.of()), body);
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readAllBytes();
        }
    }

    private static Duration timeout(ParseResult call) {
        String text = call.matchedOptionValue("--timeout", "");
        try {
            return text.isEmpty()
                    ? Duration.ZERO
                    : ValueTypes.STANDARD.of(Duration.class).parse(text);
        } catch (ValueException e) {
            throw Failure.usage("--timeout: " + e.getMessage());
        }
    }

    private static long flow(ParseResult call) {
        return number(call.matchedPositionalValue(0, ""));
    }

    private static List<Long> flows(ParseResult call) {
        return call.matchedPositionals().stream()
                .flatMap(each -> each.originalStringValues().stream())
                .map(HoldCommand::number)
                .toList();
    }

    private static List<String> changes(ParseResult call) {
        return call.matchedPositionals().stream()
                .filter(each -> each.index().min() > 0)
                .flatMap(each -> each.originalStringValues().stream())
                .toList();
    }

    private static long number(String text) {
        if (text.matches("@?[0-9]{1,18}")) {
            return Long.parseLong(text.startsWith("@") ? text.substring(1) : text);
        }
        throw Failure.usage("\"" + text + "\" is not the number of a flow; steno hold ls lists those that are held");
    }

    /** An action on one flow. */
    @FunctionalInterface
    private interface Action {
        void on(long flow) throws IOException;
    }

    /** All flows are tried; the first failure is that of the command. */
    private static void each(List<Long> flows, Action action) throws IOException {
        Failure first = null;
        for (long flow : flows) {
            try {
                action.on(flow);
            } catch (Failure e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
