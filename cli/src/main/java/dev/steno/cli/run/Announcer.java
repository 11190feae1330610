package dev.steno.cli.run;

import dev.steno.cli.terminal.Console;
import dev.steno.flow.Endpoint;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ProxyMode;
import dev.steno.option.Options;
import dev.steno.session.OnStoreFailure;
import dev.steno.store.SessionStore;
import dev.steno.store.StoreListener;
import dev.steno.text.QrPicture;
import dev.steno.text.Quantity;
import dev.steno.text.ShellWord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reports on standard error what {@code steno run} does: listeners, session, warnings, problems of the store. Any
 * thread.
 */
public final class Announcer implements StoreListener {
    private final Console console;
    private final boolean quiet;
    private final boolean verbose;
    private final boolean insecure;
    private final List<Listener> listeners;
    private final boolean guarded;
    private final boolean passes;
    private final Optional<Path> named;
    private volatile long flowsAtStart;

    public Announcer(Options options, Console console) {
        this.console = console;
        this.quiet = options.get(PrintOptions.class).quiet();
        this.verbose = options.get(PrintOptions.class).verbose();
        this.insecure = options.get(UpstreamOptions.class).insecure();
        this.listeners = Listeners.of(options);
        this.guarded = options.get(ListenOptions.class).proxyAuth().isPresent();
        this.passes = options.get(RecordOptions.class).onStoreFailure() == OnStoreFailure.PASS;
        this.named = options.get(RunOptions.class).session();
    }

    /** @param bound when the port was bound, in milliseconds since the process started */
    public void started(Assembly assembly, long bound) {
        SessionStore store = assembly.store();
        recordsTo(store);
        for (int i = 0; i < listeners.size(); i++) {
            listening(listeners.get(i), assembly.addresses().get(i).port(), bound);
        }
        warnOfRisks();
        List<String> remote = assembly.remoteWebUrls();
        if (!remote.isEmpty()) {
            warn("other machines may reach the web interface at " + String.join(", ", remote)
                    + ": who has its token can read and change everything");
        }
        if (!quiet) {
            String url = assembly.webLoginUrl();
            if (url != null) {
                console.say("web interface: " + url);
            }
            session(store);
            if (assembly.authority().created()) {
                Path ca = assembly.authority().certificateFile();
                console.say("created a CA: " + ca
                        + "; clients must trust it: see steno ca, or open http://steno.internal/ through the proxy");
                if (console.messagesAreRead() && listeners.get(0).mode() instanceof ProxyMode.Regular) {
                    console.say("try:  curl -x http://" + assembly.addresses().get(0) + " --cacert " + quoted(ca)
                            + " https://example.org/");
                }
            }
        }
    }

    /** Warns of settings by which others can read or change the traffic, also with {@code --quiet}. */
    void warnOfRisks() {
        if (insecure) {
            warn("servers are not verified (--insecure): anyone between Steno and a server can read and change the"
                    + " traffic");
        }
        Settings.keyLog()
                .ifPresent(file -> warn("the secrets of all TLS connections are written to " + file
                        + " (SSLKEYLOGFILE): anyone with this file can decrypt captured traffic"));
    }

    /** Remembers how many flows the session has at the start; null if nothing is recorded. */
    void recordsTo(@Nullable SessionStore store) {
        flowsAtStart = store == null ? 0 : store.resumedWith().flows();
    }

    private void listening(Listener listener, int port, long bound) {
        // a wildcard address is printed as it was given, not in the system's spelling
        Endpoint address = new Endpoint(listener.at().host(), port);
        boolean plain = listeners.size() == 1 && listener.mode() instanceof ProxyMode.Regular;
        if (!quiet || listener.at().port() == 0) {
            String times = " (bound after " + bound + " ms, ready after " + ProcessClock.millis() + " ms)";
            console.say("listening on " + address + (plain ? "" : ", " + listener.mode()) + (verbose ? times : ""));
        }
        boolean isProxy =
                !(listener.mode() instanceof ProxyMode.Reverse || listener.mode() instanceof ProxyMode.Transparent);
        if (guarded && !isProxy) {
            warn(listener.mode() + " does not ask its clients for credentials: --proxy-auth does not apply to it");
        }
        if (!isLoopback(address)) {
            warn("listening on " + address + ", which other machines may reach: anyone who can connect can use "
                    + (isProxy ? "the proxy and open http://steno.internal/" : listener.mode()));
            if (!quiet) {
                reachable(MachineAddresses.of(address), MachineAddresses.hasPage(listener.mode()));
            }
        }
    }

    private void reachable(List<Endpoint> addresses, boolean hasPage) {
        if (addresses.isEmpty()) {
            return;
        }
        String all =
                String.join(", ", addresses.stream().map(Endpoint::toString).toList());
        if (!hasPage) {
            console.say("other machines reach it at " + all);
            return;
        }
        String page = "http://" + addresses.get(0) + "/";
        console.say("other machines reach it at " + all + "; set-up for a phone: open " + page
                + (console.isErrorTerminal() ? " there, or scan" : " there"));
        if (console.isErrorTerminal()) {
            console.err().print(new QrPicture(page).halfBlocks());
        }
    }

    private void session(@Nullable SessionStore store) {
        if (store == null) {
            console.say("nothing is recorded (--session none)");
            return;
        }
        if (store.temporary()) {
            console.say("recording to " + store.file() + ", which the next start replaces; --session FILE keeps the"
                    + " record");
            return;
        }
        if (!store.resumed()) {
            console.say("session " + named.get() + ": created");
            if (!named.get().toString().endsWith(".steno")) {
                warn(named.get() + " is a new session file whose name does not end in .steno");
            }
            return;
        }
        SessionStore.Resumed resumed = store.resumedWith();
        console.say("session " + named.get() + ": resumed, " + Quantity.count(resumed.flows(), "flow") + ", "
                + Quantity.bytes(resumed.bytes())
                + (resumed.interrupted() == 0
                        ? ""
                        : "; the previous run ended abnormally: " + Quantity.count(resumed.interrupted(), "flow")
                                + " marked interrupted"));
    }

    /** Reports that a signal started the shutdown. */
    void ending() {
        if (!quiet) {
            console.say("shutting down");
        }
    }

    void ended(SessionStore.Closed closed) {
        if (quiet) {
            return;
        }
        if (named.isEmpty()) {
            console.say("recorded " + Quantity.count(closed.flows(), "flow") + ", " + Quantity.bytes(closed.bytes())
                    + ": " + closed.file() + ", until the next start; steno save FILE keeps them");
        } else {
            console.say("kept " + named.orElse(closed.file()) + ": " + Quantity.count(closed.flows(), "flow") + ", "
                    + Math.max(0, closed.flows() - flowsAtStart) + " of them new, "
                    + Quantity.bytes(closed.bytes()));
        }
    }

    private static String quoted(Path file) {
        String text = file.toString();
        return text.matches("[\\w./~+:@%-]*") ? text : ShellWord.quoted(text);
    }

    /** Reports something that is neither a warning nor an error. */
    public void happened(String what) {
        if (!quiet) {
            console.say(what);
        }
    }

    /** Prints a warning, also with {@code --quiet}. */
    void warn(String message) {
        console.say("warning: " + message);
    }

    @Override
    public void sessionFailed(String message) {
        console.say("error: " + message + ". Until it can be written, "
                + (passes
                        ? "traffic passes unrecorded"
                        : "requests may be refused with 503 and responses held back; --on-store-failure pass"
                                + " forwards them unrecorded"));
    }

    /** Reports an error of the proxy itself, also with {@code --quiet}. */
    void failed(String message) {
        console.say("error: " + message);
    }

    @Override
    public void recovered(long refused, long unrecorded) {
        String meanwhile = refused > 0 ? Quantity.count(refused, "request") + " refused meanwhile" : "nothing was lost";
        console.say("the session is writable again; "
                + (unrecorded > 0 ? Quantity.count(unrecorded, "flow") + " passed unrecorded" : meanwhile));
    }

    @Override
    public void logGrows(String message) {
        warn(message);
    }

    @Override
    public void clockJumped(String message) {
        warn(message);
    }

    @Override
    public void removed(long flows, long bodies) {
        if (verbose) {
            console.say("--keep: removed " + Quantity.count(flows, "flow") + " and the bodies of "
                    + Quantity.count(bodies, "flow"));
        }
    }

    @Override
    public void rejected(long flow, String message) {
        console.say("error: " + message);
    }

    private static boolean isLoopback(Endpoint address) {
        try {
            return InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
