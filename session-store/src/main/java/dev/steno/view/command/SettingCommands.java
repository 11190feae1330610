package dev.steno.view.command;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands for the values that a user interface attaches to flows. */
final class SettingCommands {
    private final Supplier<View> view;

    SettingCommands(Supplier<View> view) {
        this.view = view;
    }

    @Command(name = "view.settings.getval", help = "Shows the value of a flow's setting.")
    CompletionStage<String> value(
            @Arg(help = "One flow.") FlowSpec flow,
            @Arg(help = "The key.") String key,
            @Arg(help = "The result if the setting has no value.", name = "default") String otherwise) {
        View current = view.get();
        return current.resolve(flow).thenCompose(flows -> {
            if (flows.getLongCardinality() != 1) {
                throw new CommandException("view.settings.getval needs exactly one flow; " + flow + " selects "
                        + flows.getLongCardinality());
            }
            return current.setting(flows.first(), key, otherwise);
        });
    }

    @Command(name = "view.settings.setval", help = "Sets a setting of flows, which lasts until they are removed.")
    CompletionStage<Void> setValue(
            @Arg(help = "The flows.") FlowSpec flows,
            @Arg(help = "The key.") String key,
            @Arg(help = "The value.") String value) {
        View current = view.get();
        return current.resolve(flows).thenCompose(found -> current.changeSettings(found, key, "", before -> value));
    }

    @Command(
            name = "view.settings.setval.toggle",
            help = "Toggles a setting of flows between true and false; an unset one becomes true.")
    CompletionStage<Void> toggleValue(@Arg(help = "The flows.") FlowSpec flows, @Arg(help = "The key.") String key) {
        View current = view.get();
        return current.resolve(flows)
                .thenCompose(found -> current.changeSettings(
                        found, key, "false", before -> Boolean.toString(!Boolean.parseBoolean(before))));
    }
}
