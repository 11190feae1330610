package dev.steno.cli.option;

import dev.steno.cli.command.Failure;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.store.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a run asks of its record that only several options together show. Stateless. */
public final class RecordChecks {
    private RecordChecks() {}

    /** @throws Failure if the record cannot be as it is asked for */
    public static void check(Options options) {
        RunOptions run = options.get(RunOptions.class);
        run.session().ifPresent(RecordChecks::requireFile);
        checkShipping(options);
        if (options.get(RecordOptions.class).durability() != Durability.SHARED) {
            return;
        }
        if (run.recordsNothing()) {
            throw Failure.usage("--durability shared needs a session, and --session none records nothing");
        }
        if (options.get(ShipOptions.class).ship().isEmpty()) {
            throw Failure.usage(
                    "--durability shared needs the shared store: add --ship postgresql://USER@HOST/DATABASE,"
                            + " or choose --durability strict");
        }
    }

    /** Only what this command says: a configuration may say how sessions are shipped, for the runs that ship. */
    private static void checkShipping(Options options) {
        boolean ships = options.get(ShipOptions.class).ship().isPresent();
        for (String name : List.of("ship-bodies", "ship-filter", "ship-secrets", "ship-index")) {
            if (!ships && options.texts(OptionSource.COMMAND_LINE).containsKey(name)) {
                throw Failure.usage("--" + name + " says what is shipped, and nothing is: name the shared store with"
                        + " --ship postgresql://USER@HOST/DATABASE");
            }
        }
    }

    /** The path of a URL has one slash less, and its text is not repeated, since it may have a password. */
    private static void requireFile(Path session) {
        String name = session.toString().toLowerCase(Locale.ROOT);
        if (name.startsWith("postgresql:") || name.startsWith("postgres:")) {
            throw Failure.usage(
                    "--session is a file, and this is the URL of a store, to which nothing is recorded directly:"
                            + " record to a file and ship it with --ship URL");
        }
    }
}
