package dev.steno.view;

import dev.steno.command.Commands;
import dev.steno.session.Session;
import dev.steno.session.SessionException;
import dev.steno.session.SessionReader;
import java.nio.file.Path;
import java.util.function.Supplier;

/** All commands on views and on the flows they show. They work on the main view. */
public final class ViewCommands {
    private ViewCommands() {}

    /** Opens other sessions by their files. */
    @FunctionalInterface
    public interface Sessions {
        SessionReader open(Path file) throws SessionException;
    }

    /**
     * Declares them.
     *
     * @param commands made over {@link ViewTypes#over}
     * @param views asked when a command needs them
     * @param session asked when a command needs it
     */
    public static void register(
            Commands commands, Supplier<Views> views, Supplier<Session> session, Sessions sessions) {
        Supplier<View> main = () -> views.get().main();
        commands.register(new FocusCommands(main));
        commands.register(new ArrangementCommands(main));
        commands.register(new SettingCommands(main));
        commands.register(new FlowCommands(main, () -> views.get().work(session.get(), sessions)));
    }
}
