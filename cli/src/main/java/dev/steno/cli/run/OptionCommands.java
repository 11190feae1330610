package dev.steno.cli.run;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.option.OptionSpec;
import dev.steno.option.Options;
import java.util.List;

/** The commands on options of a running proxy. Any thread. */
final class OptionCommands {
    private final Options options;

    OptionCommands(Options options) {
        this.options = options;
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

    @Command(name = "options.set", help = "Sets an option until it is reset or the proxy stops.")
    void set(@Arg(help = "The option's name.") String name, @Arg(help = "Its value.") String value) {
        options.set(name, value);
    }

    @Command(
            name = "options.reset",
            help = "Undoes options.set, so that the value from the other sources applies again.")
    void reset(@Arg(help = "The option's name.") String name) {
        options.reset(name);
    }
}
