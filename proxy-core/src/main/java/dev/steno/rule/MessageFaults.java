package dev.steno.rule;

import dev.steno.addon.Handlers;
import dev.steno.addon.Hook;
import dev.steno.addon.Hook.StreamMessage;
import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.network.MessageFault;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/** The handler of the faults of WebSocket messages. The first one that strikes decides. Event loops. */
final class MessageFaults {
    private final RuleSelector selector;
    private final ScheduledExecutorService timer;

    private MessageFaults(List<Rule> rules, ScheduledExecutorService timer) {
        this.selector = new RuleSelector(rules);
        this.timer = timer;
    }

    /** Registers the handler; none if no rule that is on is such a fault. */
    static void register(Handlers to, List<Rule> on, ScheduledExecutorService timer) {
        List<Rule> faults = on.stream()
                .filter(rule -> rule.action() instanceof MessageFault)
                .toList();
        if (!faults.isEmpty()) {
            MessageFaults handler = new MessageFaults(faults, timer);
            to.onAsync(Hook.MESSAGE, RuleKind.FAULT.phase(), (shown, context) -> handler.decide(shown));
        }
    }

    private CompletionStage<Verdict<StreamMessage>> decide(StreamMessage shown) {
        if (shown.flow() instanceof HttpFlow webSocket) {
            for (Rule rule : selector.matching(webSocket)) {
                boolean admitted = rule.terms().admit(rule.tally());
                MessageFault.Fate fate = admitted ? ((MessageFault) rule.action()).fateOf(shown) : null;
                if (fate != null) {
                    rule.acted();
                    return DelayedStage.of(named(fate.verdict(), rule), fate.delay(), timer);
                }
            }
        }
        return DelayedStage.of(Verdict.pass(), 0, timer);
    }

    private static Verdict<StreamMessage> named(Verdict<StreamMessage> verdict, Rule rule) {
        return verdict instanceof Verdict.Drop<StreamMessage> drop
                ? new Verdict.Drop<>(drop.reason() + " " + rule.name(), drop.end())
                : verdict;
    }
}
