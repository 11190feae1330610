package dev.steno.rule;

import dev.steno.addon.Addon;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.Registrar;
import dev.steno.pace.Pacing;
import dev.steno.pace.PacingSource;
import dev.steno.rule.cookie.KeptCookies;
import dev.steno.rule.cookie.StickyCookie;
import dev.steno.rule.spec.RuleException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes, answers and blocks traffic by rules. Without a rule that is on, it has no handlers. Any thread.
 */
public final class Rules implements Addon, PacingSource {
    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    private HandlerSet handlers = registration -> {};
    private Executor blocking = Runnable::run;
    private RecordedFlows recorded = RecordedFlows.NONE;
    private RuleOptions options = RuleOptions.NONE; // this and the following are guarded by this object
    private NetworkOptions network = NetworkOptions.NONE;
    private final Set<String> off = new HashSet<>();
    private Consumer<@Nullable Pacing> pacing = next -> {};
    private @Nullable PacedRules paced;
    private Supplier<ScheduledExecutorService> timer = () -> {
        throw new IllegalStateException("not registered");
    };
    private @Nullable Future<?> watching;
    private @Nullable Future<?> keeping;
    private @Nullable KeptCookies cookies;
    private final RuleStates states = new RuleStates();
    private @Nullable WatchedFile file;
    private List<Rule> ofFile = List.of();
    private volatile List<Rule> rules = List.of();

    @Override
    public void register(Registrar registrar) {
        handlers = registrar.handlerSet();
        timer = registrar::timer;
        blocking = registrar.blocking();
        recorded = registrar.recorded();
        apply(registrar.options(RuleOptions.class, (before, after) -> apply(after)));
        slow(registrar.options(NetworkOptions.class, (before, after) -> slow(after)));
        use(registrar.options(RulesFileOptions.class, (before, after) -> use(after)));
    }

    @Override
    public synchronized void pacesBy(Consumer<@Nullable Pacing> setter) {
        pacing = setter;
    }

    /** All rules, in the order in which they act. */
    public List<Rule> list() {
        return rules;
    }

    /**
     * Switches a rule on or off, until it is set anew.
     *
     * @throws RuleException if there is no such rule
     */
    public synchronized void switchRule(String name, boolean on) {
        Rule rule = rules.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RuleException("there is no rule " + name));
        if (on) {
            off.remove(rule.identity());
        } else {
            off.add(rule.identity());
        }
        refresh();
    }

    private synchronized void apply(RuleOptions next) {
        boolean otherFile = !next.stickyCookieKeep().equals(options.stickyCookieKeep());
        options = next;
        refresh();
        if (otherFile) {
            keepCookies(next.stickyCookieKeep().map(KeptCookies::new).orElse(null));
        }
    }

    // ---- cookies that are kept

    private void keepCookies(@Nullable KeptCookies next) {
        cookies = next;
        if (next != null) {
            cookieRules().forEach(next::restore);
        }
        if (next != null && keeping == null) {
            keeping = timer.get()
                    .scheduleWithFixedDelay(() -> blocking.execute(this::saveCookies), 1, 1, TimeUnit.SECONDS);
        } else if (next == null && keeping != null) {
            keeping.cancel(false);
            keeping = null;
        }
    }

    private synchronized void saveCookies() {
        KeptCookies to = cookies;
        if (to != null) {
            cookieRules().forEach(to::save);
        }
    }

    /** The rule of the option; those of a rules file are not kept. */
    private Stream<StickyCookie> cookieRules() {
        return rules.stream()
                .filter(rule -> rule.source().equals("--" + RuleKind.STICKY_COOKIE.label()))
                .map(Rule::action)
                .filter(StickyCookie.class::isInstance)
                .map(StickyCookie.class::cast);
    }

    private synchronized void slow(NetworkOptions next) {
        network = next;
        refresh();
    }

    /** The states that rules of the file set and ask for. */
    RuleStates states() {
        return states;
    }

    // ---- the rules file

    private synchronized void use(RulesFileOptions next) {
        WatchedFile named =
                next.rules().map(path -> new WatchedFile(path, states)).orElse(null);
        ofFile = named == null ? List.of() : named.read();
        file = named;
        if (named != null && watching == null) {
            watching = timer.get()
                    .scheduleWithFixedDelay(() -> blocking.execute(this::lookAtFile), 1, 1, TimeUnit.SECONDS);
        } else if (named == null && watching != null) {
            watching.cancel(false);
            watching = null;
        }
        refresh();
    }

    /**
     * Reads the rules file again.
     *
     * @throws RuleException if there is none, or any of its rules is not valid; the rules then stay as they are
     */
    public synchronized void reload() {
        if (file == null) {
            throw new RuleException("there is no rules file; --rules FILE names one");
        }
        ofFile = file.read();
        refresh();
    }

    /** Reads the file again if it has changed. If a rule in it is not valid, all stay as they are. */
    private synchronized void lookAtFile() {
        if (file != null && file.hasChanged()) {
            try {
                reload();
                LOG.info("{} was read again: {} rules", file, ofFile.size());
            } catch (RuleException e) {
                LOG.warn("the rules stay as they are: {}", e.getMessage());
            }
        }
    }

    private void refresh() {
        Map<String, Rule> before = new HashMap<>();
        rules.forEach(rule -> before.put(rule.identity(), rule));
        List<Rule> next = new ArrayList<>();
        for (Rule rule : inOrder()) {
            Rule known = rule.continuing(before.getOrDefault(rule.identity(), rule));
            next.add(known.withOn(known.on() && !off.contains(rule.identity())));
        }
        rules = List.copyOf(next);
        int limit = (int) Math.min(options.rulesBody().bytes(), Integer.MAX_VALUE);
        List<Rule> active = rules.stream().filter(Rule::on).toList();
        active.forEach(rule -> rule.readFrom(recorded));
        paced = PacedRules.of(paced, active);
        pacing.accept(paced);
        handlers.replace(to -> {
            for (RuleKind kind : RuleKind.values()) {
                List<Rule> on =
                        active.stream().filter(rule -> rule.kind() == kind).toList();
                if (!on.isEmpty()) {
                    RuleHandlers.register(to, kind, on, blocking, timer.get(), Math.max(limit, 1));
                }
            }
            MessageFaults.register(to, active, timer.get());
            RuleServers servers = RuleServers.of(active);
            if (!servers.isEmpty()) {
                to.answersFor(servers);
            }
        });
    }

    /** Those of the options, and then those of the file, kind by kind. */
    private List<Rule> inOrder() {
        List<Rule> all = new ArrayList<>(options.rules());
        all.addAll(network.rules());
        all.addAll(ofFile);
        all.sort(Comparator.comparing(Rule::kind)); // stable
        return all;
    }
}
