package dev.steno.rule;

import dev.steno.addon.Addon;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.Registrar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Changes, answers and blocks traffic by rules. Without a rule that is on, it has no handlers. Any thread.
 */
public final class Rules implements Addon {
    private HandlerSet handlers = registration -> {};
    private Executor blocking = Runnable::run;
    private RuleOptions options = RuleOptions.NONE; // this and the following are guarded by this object
    private final Set<String> off = new HashSet<>();
    private volatile List<Rule> rules = List.of();

    @Override
    public void register(Registrar registrar) {
        handlers = registrar.handlerSet();
        blocking = registrar.blocking();
        apply(registrar.options(RuleOptions.class, (before, after) -> apply(after)));
    }

    /** All rules, in the order in which they act. */
    public List<Rule> list() {
        return rules;
    }

    /**
     * Switches a rule on or off, until it is set anew.
     *
     * @throws dev.steno.rule.spec.RuleException if there is no such rule
     */
    public synchronized void switchRule(String name, boolean on) {
        Rule rule = rules.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new dev.steno.rule.spec.RuleException("there is no rule " + name));
        if (on) {
            off.remove(rule.identity());
        } else {
            off.add(rule.identity());
        }
        refresh();
    }

    private synchronized void apply(RuleOptions next) {
        options = next;
        refresh();
    }

    private void refresh() {
        Map<String, RuleTally> tallies = new HashMap<>();
        rules.forEach(rule -> tallies.put(rule.identity(), rule.tally()));
        List<Rule> next = new ArrayList<>();
        for (Rule rule : options.rules()) {
            Rule known = rule.withTally(tallies.getOrDefault(rule.identity(), rule.tally()));
            next.add(known.withOn(known.on() && !off.contains(rule.identity())));
        }
        rules = List.copyOf(next);
        int limit = (int) Math.min(options.rulesBody().bytes(), Integer.MAX_VALUE);
        handlers.replace(to -> {
            for (RuleKind kind : RuleKind.values()) {
                List<Rule> on = rules.stream()
                        .filter(rule -> rule.kind() == kind && rule.on())
                        .toList();
                if (!on.isEmpty()) {
                    RuleHandlers.register(to, kind, on, blocking, Math.max(limit, 1));
                }
            }
            RuleServers servers = RuleServers.of(rules.stream().filter(Rule::on).toList());
            if (!servers.isEmpty()) {
                to.answersFor(servers);
            }
        });
    }
}
