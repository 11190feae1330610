package dev.steno.tui.data;

import dev.steno.command.CommandSpec;
import dev.steno.command.Commands;
import dev.steno.command.Completion;
import java.util.List;

/** Calls commands of this process. Any thread that may block. */
public final class LocalControl implements Control {
    private final Commands commands;

    public LocalControl(Commands commands) {
        this.commands = commands;
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
        return new Entry(spec.name(), spec.usage(), spec.help(), spec.destroys());
    }
}
