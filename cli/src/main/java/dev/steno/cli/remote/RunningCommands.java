package dev.steno.cli.remote;

import dev.steno.cli.command.Failure;
import dev.steno.cli.option.Settings;
import dev.steno.command.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands of addons, which only a running Steno knows. Stateless; blocks. */
public final class RunningCommands {
    private RunningCommands() {}

    /**
     * A command.
     *
     * @param parameters a line for each
     * @param result the type of its result
     */
    public record Told(String usage, String result, String help, List<String> parameters) {}

    /**
     * Returns the commands that a Steno of the home folder has beyond the given ones, by name. A Steno that does not
     * answer is left out.
     *
     * @param home null for the default
     */
    public static List<Told> beyond(Commands known, @Nullable Path home) {
        Map<String, Told> found = new TreeMap<>();
        try {
            for (RunningProxy proxy : RunningProxy.in(Settings.home(home))) {
                if (proxy.web().isPresent()) {
                    JsonTree.objects(ApiClient.of(proxy).get("/commands")).stream()
                            .filter(each ->
                                    known.find(JsonTree.text(each, "name")).isEmpty())
                            .forEach(each -> found.put(JsonTree.text(each, "name"), told(each)));
                }
            }
        } catch (IOException | Failure e) {
            return List.copyOf(found.values()); // the list is that of the product, then
        }
        return List.copyOf(found.values());
    }

    private static Told told(Map<String, @Nullable Object> command) {
        List<String> parameters = new ArrayList<>();
        for (Map<String, @Nullable Object> each : JsonTree.objects(command.get("parameters"))) {
            parameters.add(JsonTree.text(each, "name") + ": " + JsonTree.text(each, "type") + ". "
                    + JsonTree.text(each, "help"));
        }
        return new Told(
                JsonTree.text(command, "usage"),
                JsonTree.text(command, "result"),
                JsonTree.text(command, "help"),
                parameters);
    }
}
