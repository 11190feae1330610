package dev.steno.web.session;

import dev.steno.command.Commands;
import dev.steno.option.ValueTypes;
import dev.steno.replay.ClientReplay;
import dev.steno.replay.ReplayCommands;
import dev.steno.session.Session;
import dev.steno.view.View;
import dev.steno.view.Views;
import dev.steno.view.command.SessionOpener;
import dev.steno.view.command.ViewCommands;
import dev.steno.view.command.ViewTypes;
import dev.steno.web.http.ApiProblem;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The commands on views, each time for the view that their caller names. Any thread. */
public final class ViewedCommands {
    private final Views views;
    private final Session session;
    private final SessionOpener others;
    private final @Nullable ClientReplay replay;

    /**
     * @param others opens the sessions that flows are copied from
     * @param replay sends requests again; null if none can be
     */
    public ViewedCommands(Views views, Session session, SessionOpener others, @Nullable ClientReplay replay) {
        this.views = views;
        this.session = session;
        this.others = others;
        this.replay = replay;
    }

    /**
     * Returns the commands that act on a view.
     *
     * @throws ApiProblem 404 if it is not open
     */
    public Commands of(long number) {
        if (views.find((int) number).isEmpty()) {
            throw ApiProblem.notFound("view " + number + " is not open; a view is open as long as its live channel");
        }
        Commands commands = new Commands(ViewTypes.over(ValueTypes.STANDARD));
        Supplier<View> view = () ->
                views.find((int) number).orElseThrow(() -> new IllegalStateException("view " + number + " was closed"));
        ViewCommands.register(commands, view, () -> views, () -> session, others);
        if (replay != null) {
            commands.register(new ReplayCommands(view, () -> replay));
        }
        return commands;
    }
}
