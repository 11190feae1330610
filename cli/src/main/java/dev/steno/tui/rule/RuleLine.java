package dev.steno.tui.rule;

import dev.steno.command.Completion;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.rule.Rule;
import dev.steno.rule.RuleKind;
import dev.steno.rule.network.Throttle;
import dev.steno.rule.spec.RuleException;
import dev.steno.tui.list.FilterPrompt;
import dev.steno.tui.screen.Prompt;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule in one line: its kind, a blank, and what its option takes. Immutable.
 *
 * @param spec empty for kinds that take nothing
 */
record RuleLine(RuleKind kind, String spec) {

    /**
     * Reads a line.
     *
     * @throws RuleException if it does not begin with a kind
     */
    static RuleLine of(String line) {
        String text = line.strip();
        int blank = text.indexOf(' ');
        return blank < 0
                ? new RuleLine(RuleKind.of(text), "")
                : new RuleLine(
                        RuleKind.of(text.substring(0, blank)),
                        text.substring(blank).strip());
    }

    /** Whether its option is a switch. */
    static boolean isSwitch(RuleKind kind) {
        return kind == RuleKind.ANTICACHE || kind == RuleKind.ANTICOMP;
    }

    /** Returns what is wrong with a line; null if nothing is. */
    static Prompt.@Nullable Complaint complaint(String line) {
        RuleLine read;
        try {
            read = of(line);
        } catch (RuleException e) {
            return new Prompt.Complaint(0, "it begins with a kind of rules: " + String.join(", ", kinds("")));
        }
        int at = line.indexOf(read.kind.label()) + read.kind.label().length();
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        if (isSwitch(read.kind)) {
            return read.spec.isEmpty()
                    ? null
                    : new Prompt.Complaint(at, read.kind.label() + " stands alone: it acts on all requests");
        }
        if (read.spec.isEmpty()) {
            return new Prompt.Complaint(at, read.kind.label() + " takes " + read.kind.form());
        }
        return complaint(read, at);
    }

    private static Prompt.@Nullable Complaint complaint(RuleLine read, int at) {
        try {
            String filter = read.kind.parse(read.spec).filter();
            try {
                FilterParser.parseOrAll(filter);
            } catch (FilterSyntaxException e) {
                return new Prompt.Complaint(
                        at + Math.max(0, read.spec.indexOf(filter)) + e.column(), String.valueOf(e.getMessage()));
            }
            Rule.of("typed", read.kind, read.spec, "");
            return null;
        } catch (RuleException e) {
            String why = String.valueOf(e.getMessage());
            // the Steno that is told the rule may have another working folder, and says so itself
            return why.contains("does not exist") ? null : new Prompt.Complaint(at, why);
        }
    }

    /** Returns what the end of a line may become: a kind, the name of a network, or the end of a filter. */
    static Completion complete(String line) {
        int blank = line.indexOf(' ');
        if (blank < 0) {
            return new Completion(0, kinds(line));
        }
        RuleLine read;
        try {
            read = of(line);
        } catch (RuleException e) {
            return new Completion(line.length(), List.of());
        }
        int from = line.length() - read.spec.length();
        if (read.kind == RuleKind.THROTTLE && read.spec.matches("[\\w-]*")) {
            return new Completion(
                    from,
                    Throttle.networks().stream()
                            .filter(name -> name.startsWith(read.spec))
                            .toList());
        }
        if (read.kind.form().equals("FILTER")) {
            return moved(FilterPrompt.complete(read.spec), from);
        }
        boolean inFilter = read.spec.length() > 1 && read.spec.indexOf(read.spec.charAt(0), 1) < 0;
        return inFilter
                ? moved(FilterPrompt.complete(read.spec.substring(1)), from + 1)
                : new Completion(line.length(), List.of());
    }

    private static Completion moved(Completion completion, int by) {
        return new Completion(completion.from() + by, completion.candidates());
    }

    private static List<String> kinds(String begin) {
        return Stream.of(RuleKind.values())
                .map(RuleKind::label)
                .filter(label -> label.startsWith(begin))
                .sorted()
                .toList();
    }

    @Override
    public String toString() {
        return (kind.label() + " " + spec).strip();
    }
}
