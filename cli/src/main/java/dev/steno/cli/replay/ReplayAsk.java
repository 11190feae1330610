package dev.steno.cli.replay;

import dev.steno.cli.command.Failure;
import dev.steno.compare.IgnoreRule;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.replay.ask.RunAsk;
import dev.steno.replay.ask.RunFlags;
import dev.steno.replay.run.RunPlan;
import dev.steno.replay.run.RunSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code steno replay} was asked for, checked. Immutable.
 *
 * @param ignored what a comparison ignores beside the usual
 */
record ReplayAsk(ReplayFlags flags, RunAsk asked, RunPlan.Choice choice, List<IgnoreRule> ignored) {
    /**
     * @param changes the changes of {@code --set}
     * @param keepHost whether {@code --keep-host} was given
     * @throws Failure if the flags do not fit together
     */
    static ReplayAsk of(ReplayFlags flags, RunFlags ofRun, String filter, List<String> changes, boolean keepHost) {
        RunAsk asked;
        try {
            asked = RunAsk.of(ofRun, changes, keepHost);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
        return new ReplayAsk(
                flags, asked, new RunPlan.Choice(filter(filter), asked.sample(), asked.limit()), ignored(flags));
    }

    RunSettings run() {
        return asked.run();
    }

    private static Filter filter(String text) {
        try {
            return FilterParser.parseOrAll(text);
        } catch (FilterSyntaxException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static List<IgnoreRule> ignored(ReplayFlags flags) {
        List<IgnoreRule> rules = new ArrayList<>();
        for (String rule : flags.ignore()) {
            try {
                rules.add(IgnoreRule.parse(rule));
            } catch (IgnoreRule.IgnoreRuleException e) {
                throw Failure.usage("--ignore: " + e.getMessage());
            }
        }
        return rules;
    }

    /** Whether responses are compared with the recorded ones. */
    boolean compares() {
        return flags.compare() || flags.failOn().contains(ReplayFlags.FailOn.DIFF);
    }
}
