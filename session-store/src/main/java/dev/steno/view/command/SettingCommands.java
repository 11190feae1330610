package dev.steno.view.command;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Values that a UI keeps with flows while they are there. */
final class SettingCommands {
    private final Supplier<View> view;

    SettingCommands(Supplier<View> view) {
        this.view = view;
    }

    @Command(name = "view.settings.getval", help = "Says which value is kept with a flow under a key.")
    CompletionStage<String> value(
            @Arg(help = "One flow.") FlowSpec flow,
            @Arg(help = "The key.") String key,
            @Arg(help = "The answer where there is no value.", name = "default") String otherwise) {
        View current = view.get();
        return current.resolve(flow).thenCompose(flows -> {
            if (flows.getLongCardinality() != 1) {
                throw new CommandException(
                        "view.settings.getval asks about one flow; " + flow + " says " + flows.getLongCardinality());
            }
            return current.setting(flows.first(), key, otherwise);
        });
    }

    @Command(name = "view.settings.setval", help = "Keeps a value with flows under a key, until they are removed.")
    CompletionStage<Void> setValue(
            @Arg(help = "The flows.") FlowSpec flows,
            @Arg(help = "The key.") String key,
            @Arg(help = "The value.") String value) {
        View current = view.get();
        return current.resolve(flows).thenCompose(found -> current.changeSettings(found, key, "", before -> value));
    }

    @Command(
            name = "view.settings.setval.toggle",
            help = "Turns a value between true and false; without one it is true.")
    CompletionStage<Void> toggleValue(@Arg(help = "The flows.") FlowSpec flows, @Arg(help = "The key.") String key) {
        View current = view.get();
        return current.resolve(flows)
                .thenCompose(found -> current.changeSettings(
                        found, key, "false", before -> Boolean.toString(!Boolean.parseBoolean(before))));
    }
}
