package dev.steno.web.api;

import dev.steno.command.CommandException;
import dev.steno.command.CommandParameter;
import dev.steno.command.CommandResult;
import dev.steno.command.CommandSpec;
import dev.steno.command.Commands;
import dev.steno.command.Completion;
import dev.steno.completion.FilterProposals;
import dev.steno.json.Json;
import dev.steno.option.ValueType;
import dev.steno.view.FlowSpec;
import dev.steno.web.guard.Guard;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.RequestJson;
import dev.steno.web.http.Route;
import dev.steno.web.session.ViewedCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The commands of the running proxy: a list, calls and completion. */
public final class CommandsResource {
    /** The types whose values are filters. */
    private static final Set<String> FILTERS = Set.of("filter", FlowSpec.TYPE.name());

    private final Commands commands;
    private final @Nullable ViewedCommands viewed;
    private final PageFiles files;
    private final @Nullable FilterProposals proposals;

    /**
     * @param viewed the commands for the view of a caller; null if there are no views
     * @param files those that pages may name
     * @param proposals complete arguments that are filters; null if there is no session to take values from
     */
    public CommandsResource(
            Commands commands, @Nullable ViewedCommands viewed, PageFiles files, @Nullable FilterProposals proposals) {
        this.proposals = proposals;
        this.commands = commands;
        this.viewed = viewed;
        this.files = files;
    }

    /** Returns the routes of this resource. */
    public List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/api/v1/commands",
                        "Lists the commands. destroys: it removes what was recorded; files: the parameters that name files.",
                        request -> list()),
                new Route(
                        "GET",
                        "/api/v1/commands/complete",
                        "Completes the last word of a command line (line).",
                        this::complete),
                new Route(
                        "POST",
                        "/api/v1/commands/{name}",
                        "Calls a command; arguments is an object by name, or a list in order. view is the number of the view that"
                                + " a command on views acts on, as the live channel tells it. A page may name files only within"
                                + " --web-files.",
                        this::call));
    }

    private ApiResponse list() {
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartArray();
            commands.all().stream().filter(command -> !command.hidden()).forEach(command -> write(json, command));
            json.writeEndArray();
        }));
    }

    private static void write(JsonGenerator json, CommandSpec command) {
        json.writeStartObject();
        json.writeStringProperty("name", command.name());
        json.writeStringProperty("help", command.help());
        json.writeStringProperty("usage", command.usage());
        json.writeStringProperty("result", command.result());
        json.writeArrayPropertyStart("parameters");
        for (CommandParameter parameter : command.parameters()) {
            json.writeStartObject();
            json.writeStringProperty("name", parameter.name());
            json.writeStringProperty("type", parameter.type().name());
            json.writeStringProperty("help", parameter.help());
            json.writeBooleanProperty("required", parameter.required());
            json.writeBooleanProperty("variadic", parameter.variadic());
            Json.property(json, "default", parameter.defaultText().orElse(null));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanProperty("destroys", command.destroys());
        Json.property(json, "files", PageFiles.parameters(command));
        json.writeEndObject();
    }

    private ApiResponse complete(ApiRequest request) {
        String line = request.parameter("line").orElse("");
        boolean namesFiles = !Guard.isLocalProgram(request) && files.wouldName(commands, line);
        Completion completion =
                namesFiles ? new Completion(line.length(), List.of()) : commands.complete(line, this::values);
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberProperty("from", completion.from());
            Json.property(json, "candidates", completion.candidates());
            json.writeEndObject();
        }));
    }

    /** The values of an argument's type; for a filter and a set of flows, also what its last word may become. */
    private List<String> values(ValueType<?> type, String text) {
        List<String> values = type.complete(text);
        if (proposals == null || !FILTERS.contains(type.name()) || !values.isEmpty()) {
            return values;
        }
        FilterProposals.Answer answer = proposals.at(text);
        String before = text.substring(0, answer.from());
        return answer.proposals().stream().map(each -> before + each.text()).toList();
    }

    private ApiResponse call(ApiRequest request) {
        String name = request.variable("name");
        CommandSpec command = commands.find(name)
                .orElseThrow(
                        () -> ApiProblem.notFound("there is no command " + name + "; GET /api/v1/commands lists them"));
        Map<String, @Nullable Object> body = request.body().length == 0 ? Map.of() : RequestJson.object(request.body());
        List<String> arguments = arguments(command, body.get("arguments"));
        if (!Guard.isLocalProgram(request)) {
            arguments = files.within(command, arguments);
        }
        Commands chosen = body.get("view") instanceof Number number ? ofView(name, number.longValue()) : commands;
        CommandResult result;
        try {
            result = chosen.call(name, arguments);
        } catch (CommandException e) {
            ApiProblem problem = ApiProblem.of(
                    422, String.valueOf(e.getMessage()).lines().findFirst().orElse(name));
            throw e.usage().map(usage -> problem.with("usage", usage)).orElse(problem);
        }
        return ApiResponse.json(Json.bytes(json -> {
            json.writeStartObject();
            json.writeName("value");
            CommandJson.write(json, result.value());
            json.writeStringProperty("text", result.text());
            json.writeEndObject();
        }));
    }

    /** Returns the commands on a view if they have this one; otherwise all. */
    private Commands ofView(String name, long view) {
        if (viewed == null) {
            throw ApiProblem.notFound("there are no views");
        }
        Commands onView = viewed.of(view);
        return onView.find(name).isPresent() ? onView : commands;
    }

    /** Returns the arguments in the order of the parameters, as a command line would give them. */
    private static List<String> arguments(CommandSpec command, @Nullable Object given) {
        if (given == null) {
            return List.of();
        }
        if (given instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        if (!(given instanceof Map<?, ?> named)) {
            throw ApiProblem.badRequest("arguments must be an object by name, or a list in order");
        }
        List<String> arguments = new ArrayList<>();
        int used = 0;
        for (CommandParameter parameter : command.parameters()) {
            Object value = named.get(parameter.name());
            if (value == null) {
                break;
            }
            used++;
            if (value instanceof List<?> several) {
                several.forEach(each -> arguments.add(String.valueOf(each)));
            } else {
                arguments.add(String.valueOf(value));
            }
        }
        if (used < named.size()) {
            throw ApiProblem.badRequest("the arguments of " + command.name() + " are " + command.usage()
                            + "; one that is given needs all before it")
                    .with("usage", command.usage());
        }
        return arguments;
    }
}
