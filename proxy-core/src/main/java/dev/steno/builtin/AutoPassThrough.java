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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * If a client keeps refusing our certificate for a server, as apps with pinned certificates do, passes its later
 * connections to that server through without decryption. Until then, each refusal is a failure, and a message says how
 * to make the program trust the CA. What counts as a refusal, and when a decision begins and ends, is inferred from the
 * behaviour of clients (ADR 60). Runs on event loops; never blocks.
 */
public final class AutoPassThrough implements Addon {
    /** The number of attempts with a refusal after which connections pass through. */
    private static final int ATTEMPTS = 3;

    /** The same for a client that has accepted other certificates of ours, so that it does trust the CA. */
    private static final int ATTEMPTS_OF_TRUSTING = 2;

    /**
     * A client that refuses the server's own certificate sends at most this number of bytes after its ClientHello: an
     * alert.
     */
    private static final int ALERT = 40;

    /**
     * A client that sends fewer bytes than this after its ClientHello sends no request: the end of a TLS 1.3 handshake
     * and the alert that closes it have at most 104 bytes, a handshake with a request of HTTP at least 110.
     */
    private static final int REQUEST = 105;

    /** In nanoseconds. A client that closes a connection later than this may have had no request to send. */
    private static final long AT_ONCE = 2_000_000_000L;

    /** The same program gets no second hint within this time, in nanoseconds: a browser opens many connections at once. */
    private static final long HINT_PERIOD = 3_000_000_000L;

    /**
     * Upper bound on each collection: clients, pairs of client and server, programs, and decisions, with entries of at
     * most 1 KB. If decisions reach it, the least recently used one is removed; the others are emptied.
     */
    static final int MOST = 2_000;

    /**
     * Upper bound on the characters of a server's name; a longer one, which no resolver accepts, is replaced by its
     * digest.
     */
    private static final int LONGEST_HOST = 262;

    private final PassThroughKeeper keeper;
    private final TrustHint hint;
    private final Consumer<String> say;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<Key, PassThrough> passed = new ConcurrentHashMap<>();
    private final RefusalCounter refusals = new RefusalCounter(MOST);
    private final Set<Client> trusting = ConcurrentHashMap.newKeySet();
    private final Set<Key> accepting = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Long> hinted = new ConcurrentHashMap<>();
    private final Set<Key> leaving = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Long, Passing> passing = new ConcurrentHashMap<>();
    private volatile InterceptionOptions options = InterceptionOptions.DEFAULT;

    private record Client(String address, String look) {
        static Client of(Key key) {
            return new Client(key.client(), key.look());
        }
    }

    private record Passing(Key key, int hello, boolean browser) {}

    /**
     * @param keeper stores the decisions beyond the end of the process
     * @param ca the path of the CA's certificate, for messages
     * @param say receives sentences for a person; called on any thread
     */
    public AutoPassThrough(PassThroughKeeper keeper, String ca, Consumer<String> say) {
        this(keeper, ca, say, System::nanoTime);
    }

    /** @param nanos the clock by which refusals are spread over time, in nanoseconds */
    public AutoPassThrough(PassThroughKeeper keeper, String ca, Consumer<String> say, LongSupplier nanos) {
        this.keeper = keeper;
        this.hint = TrustHint.of(ca);
        this.say = new MessageRateLimit(say, System::nanoTime);
        this.nanos = nanos;
    }

    @Override
    public void register(Registrar registrar) {
        options = registrar.options(InterceptionOptions.class, (before, after) -> options = after);
        List<PassThrough> kept = keeper.kept();
        for (PassThrough one : kept.subList(Math.max(0, kept.size() - MOST), kept.size())) {
            if (isOwnPage(one.host())) {
                keeper.forget(one.key()); // earlier versions could decide on it
                continue;
            }
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

    private boolean isOn() {
        return options.autoPassThrough() == PassThroughSwitch.ON;
    }

    private static boolean isOwnPage(String server) {
        int colon = server.lastIndexOf(':');
        return OwnName.matches(CaPage.HOST, colon < 0 ? server : server.substring(0, colon));
    }

    private static Key key(Hook.TlsHello hello) {
        String host = hello.server().toString().toLowerCase(Locale.ROOT);
        return new Key(
                hello.client().address().host(),
                TlsFingerprint.of(hello.hello()),
                host.length() <= LONGEST_HOST ? host : Digest.of(host));
    }

    private Verdict<Hook.TlsHello> decide(Hook.TlsHello hello) {
        if (!isOn() || passed.isEmpty() || OwnName.isAmong(hello.server(), hello.target())) {
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
        bounded(passing)
                .put(hello.client().connection(), new Passing(key, hello.size(), TrustHint.isBrowser(hello.program())));
        return new Verdict.Tunnel<>();
    }

    private void heed(Hook.TlsShown shown) {
        Key key = key(shown.hello());
        boolean own = OwnName.isAmong(shown.hello().server());
        if (shown.reaction() == Hook.TlsShown.Reaction.ACCEPTED) {
            accepted(key, own);
        } else if (!own) { // the page itself says what to do
            refused(key, shown);
        }
    }

    private void refused(Key key, Hook.TlsShown shown) {
        boolean trusts = trusting.contains(Client.of(key));
        boolean silent = shown.reaction() == Hook.TlsShown.Reaction.LEFT;
        if (silent && trusts) {
            return; // a browser that abandons a connection sends no alert either
        }
        int count = refusals.count(key, nanos.getAsLong(), options.autoPassThroughAfter());
        // Another program with the same TLS library accepts the certificate for this server, so it is not pinned.
        boolean mayPass = isOn() && !accepting.contains(key);
        if (mayPass && count >= (trusts ? ATTEMPTS_OF_TRUSTING : ATTEMPTS)) {
            beginDecision(key, shown);
        } else if (!silent || count > 1 || !TrustHint.isBrowser(shown.hello().program())) {
            giveHint(key, shown, trusts);
        }
    }

    private void giveHint(Key key, Hook.TlsShown shown, boolean trusts) {
        String program = shown.hello().program();
        String name = TrustHint.name(program, key.client());
        boolean silent = shown.reaction() == Hook.TlsShown.Reaction.LEFT;
        long now = nanos.getAsLong();
        // programs that do not name themselves differ in their look, and each needs its hint
        String who = program == null ? name + " " + key.look() : name;
        Long last = bounded(hinted).get(who);
        if (last != null && now - last < HINT_PERIOD) {
            return;
        }
        hinted.put(who, now);
        say.accept(name + " " + shown.detail() + " for " + key.host() + ", so the connection failed: "
                + (trusts
                        ? "it may pin the server's certificate, or not use the CA as other programs do"
                        : "it " + (silent ? "may not" : "does not") + " trust Steno's CA")
                + "; " + hint.fix(program, key.client(), silent));
    }

    private void beginDecision(Key key, Hook.TlsShown shown) {
        refusals.forget(key);
        if (passed.containsKey(key)) {
            return;
        }
        PassThrough one = new PassThrough(
                key.client(),
                key.look(),
                key.host(),
                shown.detail(),
                trusting.contains(Client.of(key)),
                Times.now(),
                0,
                Times.UNSET);
        makeRoom();
        if (passed.putIfAbsent(key, one) == null) {
            keeper.keep(one);
            say.accept(TrustHint.name(shown.hello().program(), key.client()) + " repeatedly " + shown.detail() + " for "
                    + key.host()
                    + ": its connections to that server are passed through without decryption from now on"
                    + " (--auto-pass-through off prevents that)");
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
     * that it refused before. A person who opens our own page has just made it trust the CA.
     */
    private void accepted(Key key, boolean own) {
        refusals.forget(key);
        bounded(accepting).add(key);
        Client client = Client.of(key);
        if (bounded(trusting).add(client) || own) {
            endDecisions(
                    one -> (own || !one.trusting()) && Client.of(one.key()).equals(client),
                    "it accepts Steno's certificates now");
        }
    }

    /**
     * Ends a decision if the client refuses the server's own certificate as well: by an alert, or by closing two
     * connections in succession without a request. One such connection proves nothing, and none of a browser does: it
     * sends an alert if it refuses, and closes connections that it opened before it had read its certificate store.
     */
    private void ended(FlowEvent.Revision event) {
        if (event instanceof FlowEvent.Closed closed && closed.flow() instanceof TcpFlow flow) {
            Passing before = passing.remove(flow.client().connection());
            if (before == null || flow.sentByServer() <= ALERT) {
                return;
            }
            Key key = before.key();
            long said = flow.sentByClient() - before.hello();
            if (said > 0 && said < ALERT) {
                endDecisions(one -> one.key().equals(key), "it refused the server's own certificate as well");
            } else if (said >= REQUEST) {
                leaving.remove(key);
            } else if (!before.browser()
                    && flow.duration() < AT_ONCE
                    && !bounded(leaving).add(key)) {
                endDecisions(
                        one -> one.key().equals(key),
                        "it closed two connections with the server's own certificate without a request");
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
                leaving.remove(key);
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

    private static <T> Set<T> bounded(Set<T> set) {
        if (set.size() >= MOST) {
            set.clear();
        }
        return set;
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
