package dev.steno.cli.assembly;

import dev.steno.cli.daemon.ConfigReload;
import dev.steno.cli.daemon.ConfigSave;
import dev.steno.cli.option.RunOptions;
import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.option.ConfigFile;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSpec;
import dev.steno.option.Options;
import dev.steno.option.ReloadedOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The commands on options of a running proxy. Any thread. */
final class OptionCommands {
    private final Options options;
    private final Supplier<ConfigReload> reload;

    OptionCommands(Options options, Supplier<ConfigReload> reload) {
        this.options = options;
        this.reload = reload;
    }

    /** One row of {@code options.reload}. */
    record Reloaded(String name, String value, ReloadedOption.Outcome outcome) {
        static Reloaded of(ReloadedOption option) {
            return new Reloaded(option.name(), option.value(), option.outcome());
        }
    }

    /** One row of {@code options.list}. */
    record Listed(String name, String type, String value, String source) {
        static Listed of(OptionSpec option) {
            return new Listed(
                    option.name(),
                    option.type().name(),
                    option.current(),
                    option.source().toString());
        }
    }

    @Command(name = "options.list", help = "Lists the options with their values, and the source of each value.")
    List<Listed> list() {
        return options.all().stream()
                .filter(option -> !option.hidden())
                .map(Listed::of)
                .toList();
    }

    @Command(name = "options.get", help = "Returns the value of an option.")
    String value(@Arg(help = "The option's name.") String name) {
        return options.require(name).current();
    }

    @Command(
            name = "options.set",
            help = "Sets an option that can change while the proxy runs, until it is reset or the proxy stops.")
    void set(@Arg(help = "The option's name.") String name, @Arg(help = "Its value.") String value) {
        options.changeWhileRunning(Map.of(name, value));
    }

    @Command(
            name = "options.reload",
            help = "Reads config.toml again, applies what can change while Steno runs, and lists the options that the "
                    + "file gives another value; if the file has an error, nothing changes.")
    List<Reloaded> reload() {
        try {
            return reload.get().reload().stream().map(Reloaded::of).toList();
        } catch (OptionException e) {
            throw new CommandException(
                    String.join("; ", String.valueOf(e.getMessage()).lines().toList()), e);
        }
    }

    /** One row of {@code options.save}. */
    record Saved(String name, String value) {}

    @Command(
            name = "options.save",
            help =
                    "Writes what was set while Steno runs to config.toml, or to a file with what config.toml sets, and lists "
                            + "what has changed there; neither defaults nor secrets are written, and its other lines stay.")
    List<Saved> save(@Arg(help = "The file; config.toml by default.") Optional<Path> file) {
        Path config = options.get(RunOptions.class).home().resolve(ConfigFile.NAME);
        try {
            return ConfigSave.save(file.orElse(config), file.isEmpty(), options).entrySet().stream()
                    .map(each -> new Saved(each.getKey(), each.getValue() == null ? "(default)" : each.getValue()))
                    .toList();
        } catch (OptionException e) {
            throw new CommandException(
                    String.join("; ", String.valueOf(e.getMessage()).lines().toList()), e);
        }
    }

    @Command(
            name = "options.reset",
            help = "Undoes options.set, so that the value from the other sources applies again.")
    void reset(@Arg(help = "The option's name.") String name) {
        options.changeWhileRunning(Collections.singletonMap(name, null));
    }
}
