package dev.steno.trial;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.command.CommandException;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.rule.Rule;
import dev.steno.rule.RuleKind;
import dev.steno.rule.spec.RuleException;
import dev.steno.session.Session;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The command that tries a rule on recorded flows. Reads the disk, so it does not run on event loops. */
public final class RuleTrialCommands {
    /** How many flows are looked at unless a limit is given. */
    public static final long USUAL = 10_000;

    private final Supplier<Session> session;

    /** @param session called by each command, since there is no session before the start */
    public RuleTrialCommands(Supplier<Session> session) {
        this.session = session;
    }

    /**
     * The result of {@code rules.test}.
     *
     * @param flows the numbers of the newest flows on which the rule would have acted
     * @param before the newest of these messages as it was; empty if there is none
     * @param after the same as the rule would have left it
     */
    record Tried(long tested, long acted, long failed, List<Long> flows, String before, String after, String failure) {}

    @Command(
            name = "rules.test",
            help = "Tells what a rule would have done to the newest recorded flows, without setting it.")
    Tried test(
            @Arg(help = "The kind, such as modify-headers.") String kind,
            @Arg(help = "The rule in one line.") String spec,
            @Arg(help = "The flows to try it on; all by default.") Optional<String> filter,
            @Arg(help = "How many flows are looked at, 10000 by default.") Optional<Long> limit)
            throws SessionException {
        try (SessionReader reader = session.get().reader()) {
            Rule rule = Rule.of("tried", RuleKind.of(kind), spec, "rules.test");
            RuleTrial trial =
                    RuleTrial.run(reader, rule, FilterParser.parseOrAll(filter.orElse("")), limit.orElse(USUAL));
            RuleTrial.First first = trial.first();
            return new Tried(
                    trial.tested(),
                    trial.acted(),
                    trial.failed(),
                    trial.flows(),
                    first == null ? "" : first.before(),
                    first == null ? "" : first.after(),
                    first == null ? "" : first.failure());
        } catch (RuleException | FilterSyntaxException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }
}
