package dev.steno.cli;

import dev.steno.command.Commands;
import dev.steno.option.Options;
import dev.steno.session.Session;
import java.util.function.Supplier;

/** Every command of the product. */
final class ProductCommands {
    private ProductCommands() {}

    /** @param session asked when a command needs it */
    static Commands of(Options options, Supplier<Session> session) {
        Commands commands = new Commands();
        commands.register(new OptionCommands(options));
        commands.register(new SessionCommands(session));
        return commands;
    }

    /** The commands as listings need them: there is no session to call them on. */
    static Commands declared() {
        return of(ProductOptions.declared(), () -> {
            throw Failure.because("no session is being recorded here");
        });
    }
}
