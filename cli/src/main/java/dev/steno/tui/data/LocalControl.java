package dev.steno.tui.data;

import dev.steno.command.CommandSpec;
import dev.steno.command.Commands;
import dev.steno.command.Completion;
import dev.steno.option.OptionSpec;
import java.util.List;
import java.util.function.Supplier;

/** Calls commands of this process. Any thread that may block. */
public final class LocalControl implements Control {
    private final Commands commands;
    private final Supplier<List<OptionSpec>> options;

    /** @param options supplies the options with their values, or fails if there are none */
    public LocalControl(Commands commands, Supplier<List<OptionSpec>> options) {
        this.commands = commands;
        this.options = options;
    }

    /** The view of this process has the focus, so the commands know it. */
    @Override
    public String call(String name, List<String> arguments, long focus) {
        return commands.call(name, arguments).text();
    }

    @Override
    public Completion complete(String line) {
        return commands.complete(line);
    }

    @Override
    public List<Entry> commands() {
        return commands.all().stream()
                .filter(spec -> !spec.hidden())
                .map(LocalControl::entry)
                .toList();
    }

    private static Entry entry(CommandSpec spec) {
        List<Parameter> parameters = spec.parameters().stream()
                .map(each -> new Parameter(each.name(), each.type().name(), each.help(), each.variadic()))
                .toList();
        return new Entry(spec.name(), spec.usage(), spec.help(), spec.destroys(), parameters);
    }

    @Override
    public List<OptionSpec> options() {
        return options.get().stream().filter(option -> !option.hidden()).toList();
    }
}
