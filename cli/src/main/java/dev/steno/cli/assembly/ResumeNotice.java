package dev.steno.cli.assembly;

import dev.steno.cli.option.RunOptions;
import dev.steno.cli.option.SessionOptions;
import dev.steno.cli.option.Settings;
import dev.steno.cli.script.ScriptStart;
import dev.steno.option.Options;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Describes the options and pass-through decisions of a resumed session, for a person at the start, and applies them if that was asked for. */
final class ResumeNotice {
    private static final int SHOWN = 10;
    private static final int VALUE = 100;

    private ResumeNotice() {}

    /**
     * Reports the options and pass-through decisions of a resumed session. They apply only if {@code --session-options
     * apply} is given, and then with the lowest precedence: otherwise the author of a session file could decide what is
     * recorded. Options that name scripts never apply.
     *
     * @param announcement receives the report
     * @return whether options apply now
     */
    static boolean resume(Options options, SessionStore opened, Consumer<String> announcement) throws SessionException {
        if (!opened.resumed()) {
            return false;
        }
        try (SessionReader reader = opened.reader()) {
            Map<String, String> kept = new TreeMap<>(reader.options());
            kept.keySet().removeAll(ScriptStart.NEVER_OF_A_SESSION);
            boolean apply = options.get(RunOptions.class).sessionOptions() == SessionOptions.APPLY;
            if (apply) {
                Settings.resume(options, kept);
            }
            int all = reader.passThroughs().size();
            int others = all - opened.heededPassThroughs().size();
            lines(kept, apply ? all : others, apply).forEach(announcement);
            return apply;
        }
    }

    /**
     * Returns one line on options and one on pass-through decisions; none on what the session does not have.
     *
     * @param options the options stored in the session, by name
     * @param passed number of pass-through decisions that this home folder did not make; of all decisions if they
     *     apply
     * @param apply whether options and decisions apply
     */
    static List<String> lines(Map<String, String> options, int passed, boolean apply) {
        List<String> lines = new ArrayList<>();
        if (!options.isEmpty()) {
            String named = new TreeMap<>(options)
                    .entrySet().stream()
                            .limit(SHOWN)
                            .map(each -> cut(each.getKey()) + " " + cut(each.getValue()))
                            .collect(Collectors.joining(", "));
            lines.add("options in the session: " + named
                    + (options.size() > SHOWN ? " and " + (options.size() - SHOWN) + " more" : "")
                    + (apply
                            ? "; applied unless another source sets them (--session-options apply)"
                            : "; not applied: to apply them, start with --session-options apply"));
        }
        if (passed > 0) {
            lines.add("the session has pass-through decisions for " + Quantity.count(passed, "client")
                    + (apply
                            ? ", which are applied (--session-options apply); steno passthrough lists them"
                            : ", made with another home folder and not applied; steno passthrough lists them, and "
                                    + "--session-options apply applies them"));
        }
        return lines;
    }

    private static String cut(String text) {
        return Printable.line(text.length() > VALUE ? text.substring(0, VALUE) + "…" : text);
    }
}
