package dev.steno.view.command;

import dev.steno.command.Commands;
import dev.steno.session.Session;
import dev.steno.view.View;
import dev.steno.view.Views;
import java.util.function.Supplier;

/** All commands on views and on the flows they show. They act on the main view. Stateless. */
public final class ViewCommands {
    private ViewCommands() {}

    /**
     * Registers the commands.
     *
     * @param commands created with {@link ViewTypes#over}
     * @param views called when a command needs the views
     * @param session called when a command needs the session
     * @param others opens the sessions that flows are copied from
     */
    public static void register(
            Commands commands, Supplier<Views> views, Supplier<Session> session, SessionOpener others) {
        Supplier<View> main = () -> views.get().main();
        commands.register(new FocusCommands(main));
        commands.register(new ArrangementCommands(main));
        commands.register(new SettingCommands(main));
        Supplier<FlowEditor> editor =
                () -> new FlowEditor(session.get(), others, views.get().worker());
        commands.register(new FlowCommands(main, editor));
    }
}
