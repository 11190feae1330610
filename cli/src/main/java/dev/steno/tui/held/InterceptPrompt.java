package dev.steno.tui.held;

import dev.steno.tui.data.Interception;
import dev.steno.tui.list.FilterPrompt;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.Prompt;
import java.util.List;

/** Asks which messages are held from now on. Stateless. */
final class InterceptPrompt {
    private InterceptPrompt() {}

    /** Asks for the filter; the one in effect is there to be changed. */
    static void ask(Desk desk) {
        desk.workToAsk(
                () -> desk.source().interception().queue(),
                queue -> desk.ask(new Prompt(
                        "hold what matches: ",
                        queue.filter(),
                        FilterPrompt::check,
                        FilterPrompt::complete,
                        line -> set(desk, queue, line.strip()))));
    }

    private static void set(Desk desk, Interception.Queue before, String filter) {
        desk.call("options.set", List.of("intercept", filter), done -> {
            if (filter.isEmpty()) {
                desk.say("nothing more is held; what is held stays so until it is resumed");
            } else if (before.active()) {
                desk.say("what matches " + filter + " is held");
            } else {
                activate(desk, true);
            }
        });
    }

    /** Switches holding off, or on again; the filter stays. */
    static void toggle(Desk desk) {
        desk.work(() -> desk.source().interception().queue(), queue -> activate(desk, !queue.active()));
    }

    private static void activate(Desk desk, boolean on) {
        desk.call(
                "options.set",
                List.of("intercept-active", Boolean.toString(on)),
                done -> desk.say(
                        on ? "what matches the filter is held" : "nothing more is held; what is held stays so"));
    }
}
