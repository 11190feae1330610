package dev.steno.cli.hold;

import dev.steno.cli.terminal.Console;
import java.io.IOException;

/** Switches holding off and on. What is held then stays held only if a person wants it. */
final class HoldSwitch {
    private final HeldApi held;
    private final Console console;

    HoldSwitch(HeldApi held, Console console) {
        this.held = held;
        this.console = console;
    }

    /** @param keep whether what is held stays so; otherwise a person at a terminal is asked, and a script resumes it */
    void off(boolean keep) throws IOException {
        held.setOption("intercept-active", "false");
        int count = held.list().size();
        if (count == 0) {
            return;
        }
        String what = count == 1 ? "1 flow is held" : count + " flows are held";
        if (keep || console.isTerminal() && !console.confirm(what + ". Resume what waits?")) {
            console.say(what + "; steno hold ls lists what waits");
        } else {
            console.out().println(held.resumeAll());
        }
    }

    /** @param filter what is held from now on; empty for the filter that is set */
    void on(String filter) throws IOException {
        if (!filter.isEmpty()) {
            held.setOption("intercept", filter);
        }
        held.setOption("intercept-active", "true");
    }
}
