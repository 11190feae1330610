package dev.steno.builtin;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.PassThrough;
import dev.steno.addon.PassThrough.Key;
import dev.steno.addon.PassThroughKeeper;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.builtin.InterceptionOptions.PassThroughSwitch;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * If a client has refused our certificate for a server, as apps with pinned certificates do, passes its later
 * connections to that server through without decryption. What counts as a refusal, and when a decision ends, is
 * inferred from the behaviour of clients (ADR 23). Runs on event loops; never blocks.
 */
public final class AutoPassThrough implements Addon {
    /**
     * Number of consecutive disconnects without an alert that count as a refusal, for a client that never accepted our
     * certificate. A single disconnect can have other causes.
     */
    private static final int LEAVINGS = 3;

    /**
     * A client that refuses the server's own certificate sends at most this number of bytes after its ClientHello: an
     * alert.
     */
    private static final int ALERT = 40;

    /**
     * Upper bound on each of three collections: clients, pairs of client and server, and decisions, with entries of at
     * most 1 KB. If clients or pairs reach it, that collection is emptied; if decisions reach it, the least recently
     * used one is removed.
     */
    static final int MOST = 2_000;

    /**
     * Upper bound on the characters of a server's name; a longer one, which no resolver accepts, is replaced by its
     * digest.
     */
    private static final int LONGEST_HOST = 262;

    private final PassThroughKeeper keeper;
    private final Consumer<String> say;
    private final ConcurrentHashMap<Key, PassThrough> passed = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Key, AtomicInteger> leavings = new ConcurrentHashMap<>();
    private final Set<Client> trusting = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Long, Passing> passing = new ConcurrentHashMap<>();
    private volatile boolean on = true;

    private record Client(String address, String look) {
        static Client of(Key key) {
            return new Client(key.client(), key.look());
        }
    }

    private record Passing(Key key, int hello) {}

    /**
     * @param keeper stores the decisions beyond the end of the process
     * @param say receives sentences for a person; called on any thread
     */
    public AutoPassThrough(PassThroughKeeper keeper, Consumer<String> say) {
        this.keeper = keeper;
        this.say = new MessageRateLimit(say, System::nanoTime);
    }

    @Override
    public void register(Registrar registrar) {
        on = isOn(registrar.options(InterceptionOptions.class, (before, after) -> on = isOn(after)));
        List<PassThrough> kept = keeper.kept();
        for (PassThrough one : kept.subList(Math.max(0, kept.size() - MOST), kept.size())) {
            passed.put(one.key(), one);
            if (one.trusting()) {
                trusting.add(Client.of(one.key()));
            }
        }
        registrar.on(Hook.TLS_HELLO, Phase.DECIDE, (hello, context) -> decide(hello));
        registrar.on(Hook.TLS_SHOWN, Phase.SEAL, (shown, context) -> {
            heed(shown);
            return Verdict.pass();
        });
        registrar.revisions(this::ended);
    }

    private static boolean isOn(InterceptionOptions options) {
        return options.autoPassThrough() == PassThroughSwitch.ON;
    }

    private static Key key(Hook.TlsHello hello) {
        String host = hello.server().toString().toLowerCase(Locale.ROOT);
        return new Key(
                hello.client().address().host(),
                TlsFingerprint.of(hello.hello()),
                host.length() <= LONGEST_HOST ? host : Digest.of(host));
    }

    private Verdict<Hook.TlsHello> decide(Hook.TlsHello hello) {
        if (!on || passed.isEmpty()) {
            return Verdict.pass();
        }
        Key key = key(hello);
        PassThrough used = passed.computeIfPresent(key, (same, one) -> {
            PassThrough next = one.usedAt(Times.now());
            keeper.keep(next);
            return next;
        });
        if (used == null) {
            return Verdict.pass();
        }
        bounded(passing).put(hello.client().connection(), new Passing(key, hello.size()));
        return new Verdict.Tunnel<>();
    }

    private void heed(Hook.TlsShown shown) {
        if (!on) {
            return;
        }
        Key key = key(shown.hello());
        switch (shown.reaction()) {
            case ACCEPTED -> accepted(key);
            case REFUSED -> beginDecision(key, shown.detail());
            case LEFT -> {
                // A client that trusts our CA has not refused it: a browser that abandons a connection sends no alert
                // either.
                if (trusting.contains(Client.of(key))) {
                    return;
                }
                if (bounded(leavings)
                                .computeIfAbsent(key, first -> new AtomicInteger())
                                .incrementAndGet()
                        >= LEAVINGS) {
                    beginDecision(key, shown.detail());
                }
            }
        }
    }

    private void beginDecision(Key key, String reason) {
        leavings.remove(key);
        if (passed.containsKey(key)) {
            return;
        }
        PassThrough one = new PassThrough(
                key.client(),
                key.look(),
                key.host(),
                reason,
                trusting.contains(Client.of(key)),
                Times.now(),
                0,
                Times.UNSET);
        makeRoom();
        if (passed.putIfAbsent(key, one) == null) {
            keeper.keep(one);
            say.accept("the client " + key.client() + " " + reason + " for " + key.host()
                    + ": its connections there pass through without decryption from now on (--auto-pass-through off "
                    + "prevents that)");
        }
    }

    /** Forgets the least recently used decision if the bound is reached. */
    private void makeRoom() {
        while (passed.size() >= MOST) {
            PassThrough oldest = Collections.min(
                    passed.values(), Comparator.comparingLong(one -> Math.max(one.since(), one.lastUsed())));
            if (passed.remove(oldest.key()) != null) {
                keeper.forget(oldest.key());
            }
        }
    }

    /**
     * A client that accepts a certificate of ours for the first time now trusts our CA, so it may accept certificates
     * that it refused before.
     */
    private void accepted(Key key) {
        leavings.remove(key);
        if (trusting.size() >= MOST) {
            trusting.clear();
        }
        Client client = Client.of(key);
        if (trusting.add(client)) {
            endDecisions(
                    one -> !one.trusting() && Client.of(one.key()).equals(client),
                    "it accepts Steno's certificates now");
        }
    }

    /** Ends a decision if the client refused the server's own certificate as well. */
    private void ended(FlowEvent.Revision event) {
        if (event instanceof FlowEvent.Closed closed && closed.flow() instanceof TcpFlow flow) {
            Passing before = passing.remove(flow.client().connection());
            if (before == null) {
                return;
            }
            long said = flow.sentByClient() - before.hello();
            if (said > 0 && said < ALERT && flow.sentByServer() > ALERT) {
                endDecisions(one -> one.key().equals(before.key()), "it refused the server's own certificate as well");
            }
        }
    }

    /**
     * Ends decisions. Deletes each from the keeper within the map's lock, so that no concurrent use stores it again.
     */
    private int endDecisions(Predicate<PassThrough> which, @Nullable String why) {
        int ended = 0;
        for (Key key : passed.keySet()) {
            PassThrough[] gone = new PassThrough[1];
            passed.computeIfPresent(key, (same, one) -> {
                if (!which.test(one)) {
                    return one;
                }
                keeper.forget(key);
                gone[0] = one;
                return null;
            });
            if (gone[0] != null) {
                ended++;
                if (why != null) {
                    say.accept("connections of the client " + key.client() + " to " + key.host()
                            + " are intercepted again: " + why);
                }
            }
        }
        return ended;
    }

    private static <K, V> ConcurrentHashMap<K, V> bounded(ConcurrentHashMap<K, V> map) {
        if (map.size() >= MOST) {
            map.clear();
        }
        return map;
    }

    /** Returns the decisions, the earliest first. */
    public List<PassThrough> list() {
        return passed.values().stream()
                .sorted(Comparator.comparingLong(PassThrough::since))
                .toList();
    }

    /** Ends decisions, so that later connections are intercepted; returns their number. */
    public int revoke(Predicate<PassThrough> which) {
        return endDecisions(which, null);
    }
}
