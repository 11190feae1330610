package dev.steno.cli.remote;

import dev.steno.cli.assembly.ProductCommands;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.command.CommandLine;
import dev.steno.json.Json;
import dev.steno.option.NearestName;
import dev.steno.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno call}: calls a command of a running Steno, and prints its result. */
public final class CallCommand extends ParsedSubcommand {
    private static final String COMPLETE = "--complete";

    @Override
    public String summary() {
        return "Call a command of a running Steno, and print its result.";
    }

    @Override
    public void describe(CommandSpec spec) {
        ProxyChoice.describe(spec);
        spec.addOption(OptionSpec.builder("--json")
                .description("Prints the result as JSON; by default as text, a list with one line per element.")
                .build());
        spec.addOption(OptionSpec.builder(COMPLETE)
                .hidden(true)
                .description("Prints the words that may stand in place of the last one, for shells.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("COMMAND [ARGUMENT...]")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .hideParamSyntax(true)
                .description("A command and its arguments; steno commands lists them.")
                .build());
        spec.usageMessage()
                .customSynopsis("steno call [OPTIONS] COMMAND [ARGUMENT...]")
                .footer(
                        "",
                        "Arguments that begin with a dash come after --. Exit codes: 0; 1 if the command failed or no Steno "
                                + "runs; 2 if it was called incorrectly, with its usage.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        List<String> words = call.matchedPositionals().stream()
                .flatMap(each -> each.originalStringValues().stream())
                .toList();
        if (call.hasMatchedOption(COMPLETE)) {
            complete(call, words).forEach(console.out()::println);
            return ExitCode.OK;
        }
        if (words.isEmpty()) {
            throw Failure.usage("which command? steno commands lists them, such as: steno call options.list");
        }
        ApiClient api = ApiClient.of(ProxyChoice.one(call));
        Map<String, @Nullable Object> command = find(api, words.get(0));
        Object answer = api.post(
                "/commands/" + ApiClient.encoded(JsonTree.text(command, "name")),
                Map.of("arguments", absolute(command, words.subList(1, words.size()))));
        print(JsonTree.object(answer), call.hasMatchedOption("--json"), console);
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> find(ApiClient api, String name) throws IOException {
        List<Map<String, @Nullable Object>> commands = JsonTree.objects(api.get("/commands"));
        return commands.stream()
                .filter(each -> JsonTree.text(each, "name").equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.usage("there is no command " + Printable.line(name)
                        + NearestName.hint(
                                name,
                                commands.stream()
                                        .map(each -> JsonTree.text(each, "name"))
                                        .collect(Collectors.toSet()))
                        + "; steno commands lists them"));
    }

    /** A path is relative to the folder of the caller, not to that of the process that runs the command. */
    private static List<String> absolute(Map<String, @Nullable Object> command, List<String> arguments) {
        List<Map<String, @Nullable Object>> parameters = JsonTree.objects(command.get("parameters"));
        List<String> absolute = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String given = arguments.get(i);
            boolean isPath = !parameters.isEmpty()
                    && JsonTree.text(parameters.get(Math.min(i, parameters.size() - 1)), "type")
                            .equals("path");
            absolute.add(
                    isPath && !given.isEmpty() && !given.startsWith("~")
                            ? Path.of(given).toAbsolutePath().toString()
                            : given);
        }
        return absolute;
    }

    private static void print(Map<String, @Nullable Object> answer, boolean json, Console console) {
        if (json) {
            byte[] value = Json.bytes(out -> Json.value(out, answer.get("value")));
            console.out().println(new String(value, StandardCharsets.UTF_8));
            return;
        }
        String text = JsonTree.text(answer, "text");
        if (!text.isEmpty()) {
            console.out().println(console.isTerminal() ? Printable.block(text) : text);
        }
    }

    /** Asks the running Steno; if there is none, commands are completed as this version has them. */
    private static List<String> complete(ParseResult call, List<String> words) {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        List<String> before = words.isEmpty() ? words : words.subList(0, words.size() - 1);
        String line = before.stream().map(word -> CommandLine.quote(word) + " ").collect(Collectors.joining()) + last;
        try {
            Object answer =
                    ApiClient.of(ProxyChoice.one(call)).get("/commands/complete?line=" + ApiClient.encoded(line));
            return JsonTree.object(answer).get("candidates") instanceof List<?> candidates
                    ? candidates.stream().map(String::valueOf).toList()
                    : List.of();
        } catch (Failure | IOException e) {
            return ProductCommands.declared().complete(line).candidates();
        }
    }
}
