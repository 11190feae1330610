package dev.steno.tui.rule;

import dev.steno.rule.RuleCommands.Listed;
import dev.steno.rule.RuleKind;
import dev.steno.tui.screen.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Adds, changes and removes rules. A kind of rules is set as a whole, so each change begins with reading those that it has.
 * For the interface's thread.
 */
final class RuleChanges {
    private final Desk desk;
    private final Runnable done;

    /** @param done called after each change */
    RuleChanges(Desk desk, Runnable done) {
        this.desk = desk;
        this.done = done;
    }

    /** Whether an option set a rule, which can be changed here; otherwise it is in a file of rules. */
    static boolean isOfOption(Listed rule) {
        return rule.source().startsWith("--");
    }

    void add(RuleLine rule) {
        set(rule.kind(), "added: " + rule, specs -> {
            List<String> next = new ArrayList<>(specs);
            next.add(rule.spec());
            return next;
        });
    }

    /** Changes a rule; one of another kind goes to the end of those of its kind. */
    void replace(Listed before, RuleLine rule) {
        if (!before.kind().equals(rule.kind().label())) {
            remove(before, () -> add(rule));
            return;
        }
        set(rule.kind(), "changed: " + rule, specs -> {
            List<String> next = new ArrayList<>(specs);
            next.replaceAll(spec -> spec.equals(before.spec()) ? rule.spec() : spec);
            return next;
        });
    }

    void remove(Listed rule) {
        remove(rule, done);
    }

    private void remove(Listed rule, Runnable then) {
        set(
                RuleKind.of(rule.kind()),
                "deleted: " + rule.kind() + " " + rule.spec(),
                specs -> {
                    List<String> next = new ArrayList<>(specs);
                    next.remove(rule.spec());
                    return next;
                },
                then);
    }

    /** Sets all rules of a kind. */
    void setAll(RuleKind kind, List<String> specs, String said) {
        set(kind, said, before -> specs);
    }

    private void set(RuleKind kind, String said, UnaryOperator<List<String>> change) {
        set(kind, said, change, done);
    }

    private void set(RuleKind kind, String said, UnaryOperator<List<String>> change, Runnable then) {
        desk.work(
                () -> change.apply(specs(desk.source().rules(), kind)),
                specs -> desk.call(command(kind), arguments(kind, specs), result -> {
                    desk.say(said);
                    then.run();
                }));
    }

    /** Returns the rules of a kind that its option has. */
    static List<String> specs(List<Listed> rules, RuleKind kind) {
        return rules.stream()
                .filter(rule -> rule.kind().equals(kind.label()) && isOfOption(rule))
                .map(Listed::spec)
                .toList();
    }

    private static String command(RuleKind kind) {
        return kind.isSingle() ? "options.set" : "rules.set";
    }

    private static List<String> arguments(RuleKind kind, List<String> specs) {
        List<String> arguments = new ArrayList<>();
        arguments.add(kind.label());
        if (RuleLine.isSwitch(kind)) {
            arguments.add(Boolean.toString(!specs.isEmpty()));
        } else if (kind.isSingle()) {
            arguments.add(specs.isEmpty() ? "" : specs.get(specs.size() - 1));
        } else {
            arguments.addAll(specs);
        }
        return arguments;
    }
}
