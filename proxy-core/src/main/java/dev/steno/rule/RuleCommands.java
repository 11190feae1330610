package dev.steno.rule;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.flow.Times;
import dev.steno.option.OptionException;
import dev.steno.option.Options;
import dev.steno.rule.spec.RuleException;
import dev.steno.text.Timestamps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The commands on the rules of a running proxy. Any thread. */
public final class RuleCommands {
    private final Options options;
    private final Supplier<Rules> rules;

    /** @param rules supplies the rules each time a command needs them */
    public RuleCommands(Options options, Supplier<Rules> rules) {
        this.options = options;
        this.rules = rules;
    }

    /**
     * One row of {@code rules.list}.
     *
     * @param order its place in the order in which rules act, from 1
     * @param hits messages that it acted on
     * @param last when it last acted, UTC; empty if it never did
     * @param failed messages that it matched and could not act on
     */
    public record Listed(
            int order,
            String name,
            String kind,
            boolean on,
            String spec,
            String filter,
            String source,
            long hits,
            Optional<String> last,
            long failed) {

        static Listed of(int order, Rule rule) {
            RuleTally tally = rule.tally();
            return new Listed(
                    order,
                    rule.name(),
                    rule.kind().label(),
                    rule.on(),
                    rule.spec(),
                    rule.filterText(),
                    rule.source(),
                    tally.hits(),
                    Times.isSet(tally.last()) ? Optional.of(Timestamps.iso(tally.last())) : Optional.empty(),
                    tally.failures());
        }
    }

    @Command(name = "rules.list", help = "Lists the rules in the order in which they act, with how often they did.")
    public List<Listed> list() {
        List<Rule> all = rules.get().list();
        return IntStream.range(0, all.size())
                .mapToObj(i -> Listed.of(i + 1, all.get(i)))
                .toList();
    }

    @Command(name = "rules.set", help = "Sets the rules of one kind, in place of those that its option has now.")
    public List<Listed> set(
            @Arg(help = "The kind, such as modify-headers.") String kind,
            @Arg(help = "The rules, in one line each; none to remove them.") List<String> specs) {
        try {
            String option = RuleKind.of(kind).label();
            options.changeWhileRunning(Map.of(option, options.require(option).join(specs)));
        } catch (OptionException | RuleException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        return list();
    }

    @Command(name = "rules.on", help = "Switches a rule on.")
    public void on(@Arg(help = "The name of the rule.") String name) {
        switchRule(name, true);
    }

    @Command(name = "rules.off", help = "Switches a rule off, until it is switched on or set anew.")
    public void off(@Arg(help = "The name of the rule.") String name) {
        switchRule(name, false);
    }

    @Command(name = "rules.reload", help = "Reads the rules file again.")
    public List<Listed> reload() {
        try {
            rules.get().reload();
        } catch (RuleException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        return list();
    }

    @Command(name = "rules.states", help = "Lists the states that rules of the file have set.")
    public List<StateValue> states() {
        return rules.get().states().all().entrySet().stream()
                .map(state -> new StateValue(state.getKey(), state.getValue()))
                .toList();
    }

    /** A state as it is listed. */
    public record StateValue(String name, String value) {}

    @Command(name = "rules.state", help = "Sets a state that rules of the file ask for.")
    public void state(
            @Arg(help = "The name of the state.") String name,
            @Arg(help = "Its value; an empty one to forget it.") String value) {
        if (name.isBlank()) {
            throw new CommandException("a state needs a name: rules.state NAME VALUE");
        }
        rules.get().states().set(name, value);
    }

    private void switchRule(String name, boolean on) {
        try {
            rules.get().switchRule(name, on);
        } catch (RuleException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }
}
