package dev.steno.cli.tui;

import dev.steno.cli.command.Failure;
import dev.steno.cli.remote.ApiClient;
import dev.steno.cli.remote.JsonTree;
import dev.steno.command.CommandException;
import dev.steno.command.Completion;
import dev.steno.log.LogLevel;
import dev.steno.log.LogLine;
import dev.steno.option.OptionSpec;
import dev.steno.tui.data.Control;
import dev.steno.tui.data.RecordingState;
import dev.steno.tui.data.ViewedFlows;
import dev.steno.view.View;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls the commands of a Steno that runs elsewhere. Commands on views act on the view that is shown here, unless they change
 * the flows of the session; for the others, the flows that it shows are named as that Steno knows them. Blocks; any thread.
 */
final class ApiControl implements Control {
    private static final String ON_VIEWS = "view.";

    /** Commands of views that change the session. */
    private static final List<String> ON_SESSIONS = List.of("view.flows.", "view.clear");

    private final ApiClient api;
    private final View view;
    private final Control own;

    /** @param own calls commands on the view */
    ApiControl(ApiClient api, View view, Control own) {
        this.api = api;
        this.view = view;
        this.own = own;
    }

    private static boolean isOnViews(String command) {
        return command.startsWith(ON_VIEWS) && ON_SESSIONS.stream().noneMatch(command::startsWith);
    }

    @Override
    public synchronized String call(String name, List<String> arguments, long focus) {
        if (isOnViews(name)) {
            return own.call(name, arguments, focus);
        }
        ViewedFlows viewed = ViewedFlows.of(view, focus);
        try {
            Object answer = api.post(
                    "/commands/" + name,
                    Map.of("arguments", arguments.stream().map(viewed::named).toList()));
            return JsonTree.text(JsonTree.object(answer), "text");
        } catch (Failure | IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public synchronized Completion complete(String line) {
        if (isOnViews(line)) {
            return own.complete(line);
        }
        try {
            Map<String, @Nullable Object> answer =
                    JsonTree.object(api.get("/commands/complete?line=" + ApiClient.encoded(line)));
            List<String> candidates = answer.get("candidates") instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
            return new Completion((int) JsonTree.number(answer, "from"), candidates);
        } catch (Failure | IOException e) {
            return own.complete(line);
        }
    }

    @Override
    public synchronized List<Entry> commands() {
        try {
            return JsonTree.objects(api.get("/commands")).stream()
                    .map(each -> new Entry(
                            JsonTree.text(each, "name"),
                            JsonTree.text(each, "usage"),
                            JsonTree.text(each, "help"),
                            Boolean.TRUE.equals(each.get("destroys")),
                            parameters(each)))
                    .toList();
        } catch (Failure | IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Parameter> parameters(Map<String, @Nullable Object> command) {
        return JsonTree.objects(command.get("parameters")).stream()
                .map(each -> new Parameter(
                        JsonTree.text(each, "name"),
                        JsonTree.text(each, "type"),
                        JsonTree.text(each, "help"),
                        Boolean.TRUE.equals(each.get("variadic"))))
                .toList();
    }

    @Override
    public synchronized List<OptionSpec> options() {
        try {
            return ApiOptions.of(JsonTree.objects(api.get("/options")));
        } catch (Failure | IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns the state of that Steno; if it does not answer, that it has ended. */
    static RecordingState state(ApiClient api) {
        try {
            Map<String, @Nullable Object> status = JsonTree.object(api.get("/status"));
            List<LogLine> log = new ArrayList<>();
            for (Map<String, @Nullable Object> each :
                    JsonTree.objects(JsonTree.object(api.get("/log")).get("lines"))) {
                log.add(new LogLine(
                        JsonTree.number(each, "n"),
                        Instant.parse(JsonTree.text(each, "time")),
                        LogLevel.valueOf(JsonTree.text(each, "level").toUpperCase(Locale.ROOT)),
                        JsonTree.text(each, "subject"),
                        JsonTree.text(each, "text")));
            }
            return new RecordingState(JsonTree.number(status, "held"), JsonTree.text(status, "trouble"), log);
        } catch (Failure | IOException e) {
            return new RecordingState(0, "the recording Steno has ended", List.of());
        }
    }
}
