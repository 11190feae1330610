package dev.steno.web.session;

import dev.steno.command.Commands;
import dev.steno.option.ValueTypes;
import dev.steno.session.Session;
import dev.steno.view.Views;
import dev.steno.view.command.SessionOpener;
import dev.steno.view.command.ViewCommands;
import dev.steno.view.command.ViewTypes;
import dev.steno.web.http.ApiProblem;

/** The commands on views, each time for the view that their caller names. Any thread. */
public final class ViewedCommands {
    private final Views views;
    private final Session session;
    private final SessionOpener others;

    /** @param others opens the sessions that flows are copied from */
    public ViewedCommands(Views views, Session session, SessionOpener others) {
        this.views = views;
        this.session = session;
        this.others = others;
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
        ViewCommands.register(
                commands,
                () -> views.find((int) number)
                        .orElseThrow(() -> new IllegalStateException("view " + number + " was closed")),
                () -> views,
                () -> session,
                others);
        return commands;
    }
}
