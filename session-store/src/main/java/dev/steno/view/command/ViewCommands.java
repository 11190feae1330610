package dev.steno.view.command;

import dev.steno.command.Commands;
import dev.steno.session.Session;
import dev.steno.view.View;
import dev.steno.view.Views;
import java.util.function.Supplier;

/** All commands on views and on the flows they show. They act on the main view, or on one view of their caller. Stateless. */
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
        register(commands, () -> views.get().main(), views, session, others);
    }

    /**
     * Registers the commands for the view of one caller.
     *
     * @param view called when a command needs the view that it acts on
     */
    public static void register(
            Commands commands,
            Supplier<View> view,
            Supplier<Views> views,
            Supplier<Session> session,
            SessionOpener others) {
        Supplier<FlowEditor> editor = editor(views, session, others);
        registerOn(commands, view, editor, editor);
    }

    /**
     * Registers the commands for the view of one caller.
     *
     * @param editor called when a command changes more than notes; may fail
     * @param notes called when a command changes marks or comments
     */
    public static void registerOn(
            Commands commands,
            Supplier<View> view,
            Supplier<FlowEditor> editor,
            Supplier<? extends NotesEditor> notes) {
        commands.register(new FocusCommands(view));
        commands.register(new ArrangementCommands(view));
        commands.register(new SettingCommands(view));
        commands.register(new FlowCommands(view, editor, notes));
    }

    /** Returns a supplier of the editor of a session's flows. */
    public static Supplier<FlowEditor> editor(Supplier<Views> views, Supplier<Session> session, SessionOpener others) {
        return () -> new FlowEditor(session.get(), others, views.get().worker());
    }
}
