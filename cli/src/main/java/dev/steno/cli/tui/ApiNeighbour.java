package dev.steno.cli.tui;

import dev.steno.cli.command.Failure;
import dev.steno.cli.remote.ApiClient;
import dev.steno.cli.remote.JsonTree;
import dev.steno.command.CommandException;
import dev.steno.rule.RuleCommands;
import dev.steno.tui.data.Control;
import dev.steno.tui.data.Interception;
import dev.steno.tui.data.Neighbour;
import dev.steno.tui.data.RecordingState;
import dev.steno.view.View;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Steno that runs elsewhere, through its API. Blocks; any thread. */
final class ApiNeighbour implements Neighbour {
    private final ApiClient api;
    private final Interception interception;

    ApiNeighbour(ApiClient api) {
        this.api = api;
        this.interception = new ApiInterception(api);
    }

    @Override
    public Control control(View view, Control own) {
        return new ApiControl(api, view, own);
    }

    @Override
    public RecordingState state() {
        return ApiControl.state(api);
    }

    @Override
    public Interception interception() {
        return interception;
    }

    @Override
    public List<RuleCommands.Listed> rules() {
        try {
            return JsonTree.objects(JsonTree.object(api.get("/rules")).get("rules")).stream()
                    .map(ApiNeighbour::rule)
                    .toList();
        } catch (Failure | IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    private static RuleCommands.Listed rule(Map<String, @Nullable Object> one) {
        return new RuleCommands.Listed(
                (int) JsonTree.number(one, "order"),
                JsonTree.text(one, "name"),
                JsonTree.text(one, "kind"),
                Boolean.TRUE.equals(one.get("on")),
                JsonTree.text(one, "spec"),
                JsonTree.text(one, "filter"),
                JsonTree.text(one, "source"),
                JsonTree.number(one, "hits"),
                Optional.of(JsonTree.text(one, "last")).filter(last -> !last.isEmpty()),
                JsonTree.number(one, "failed"));
    }
}
