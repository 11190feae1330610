package dev.steno.cli.run;

import dev.steno.cli.assembly.Assembly;
import dev.steno.cli.assembly.MachineAddresses;
import dev.steno.cli.option.ListenOptions;
import dev.steno.cli.option.Listeners;
import dev.steno.cli.option.PrintOptions;
import dev.steno.cli.option.RecordOptions;
import dev.steno.cli.option.RunOptions;
import dev.steno.cli.option.Settings;
import dev.steno.cli.option.UpstreamOptions;
import dev.steno.cli.ship.RunNotices;
import dev.steno.cli.terminal.Console;
import dev.steno.flow.Endpoint;
import dev.steno.log.EventLog;
import dev.steno.log.LogLevel;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ProxyMode;
import dev.steno.option.ConfigFile;
import dev.steno.option.OptionException;
import dev.steno.option.Options;
import dev.steno.option.ReloadedOption;
import dev.steno.session.OnStoreFailure;
import dev.steno.store.SessionStore;
import dev.steno.text.QrPicture;
import dev.steno.text.Quantity;
import dev.steno.text.ShellWord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reports on standard error and in the log what {@code steno run} does: listeners, session, warnings, problems of the
 * store. Any thread.
 */
public final class Announcer implements RunNotices {
    private static final String LISTENER = "listener";
    private static final String SESSION = "session";
    private static final String OPTIONS = "options";
    private static final String WEB = "web";
    private static final String PROXY = "proxy";

    private final Console console;
    private final EventLog log;
    private final boolean quiet;
    private final boolean verbose;
    private final boolean insecure;
    private final List<Listener> listeners;
    private final boolean guarded;
    private final boolean passes;
    private final Optional<Path> named;
    private volatile long flowsAtStart;

    /** @param log gets every message as well, also those that {@code --quiet} does not print */
    public Announcer(Options options, Console console, EventLog log) {
        this.console = console;
        this.log = log;
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
        webInterface(assembly);
        session(store);
        if (assembly.authority().created()) {
            Path ca = assembly.authority().certificateFile();
            say(
                    "ca",
                    "created a CA: " + ca
                            + "; clients must trust it: see steno ca, or open http://steno.internal/ through the proxy");
            if (!quiet && console.messagesAreRead() && listeners.get(0).mode() instanceof ProxyMode.Regular) {
                console.say("try:  curl -x http://" + assembly.addresses().get(0) + " --cacert " + quoted(ca)
                        + " https://example.org/");
            }
        }
    }

    /** The log has no code: with it, anyone who reads the log could log in. */
    void webInterface(Assembly assembly) {
        List<String> remote = assembly.remoteWebUrls();
        if (!remote.isEmpty()) {
            warn(
                    WEB,
                    "other machines may reach the web interface at " + String.join(", ", remote)
                            + ": who has its token can read and change everything");
        }
        String url = assembly.webUrl();
        if (url != null) {
            say(LogLevel.INFO, WEB, "web interface: " + url, false);
            if (!quiet) {
                console.say("web interface: " + assembly.webLoginUrl());
            }
        }
    }

    /** Adds a message to the log, and prints it unless {@code --quiet} is given. */
    private void say(String subject, String message) {
        say(LogLevel.INFO, subject, message, !quiet);
    }

    private void say(LogLevel level, String subject, String message, boolean printed) {
        log.add(level, subject, message);
        if (printed) {
            console.say(level == LogLevel.INFO ? message : level.name().toLowerCase(Locale.ROOT) + ": " + message);
        }
    }

    /** Warns of settings by which others can read or change the traffic, also with {@code --quiet}. */
    void warnOfRisks() {
        if (insecure) {
            warn(
                    "tls",
                    "servers are not verified (--insecure): anyone between Steno and a server can read and change the"
                            + " traffic");
        }
        Settings.keyLog()
                .ifPresent(file -> warn(
                        "tls",
                        "the secrets of all TLS connections are written to " + file
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
        String times = " (bound after " + bound + " ms, ready after " + ProcessClock.millis() + " ms)";
        say(
                LogLevel.INFO,
                LISTENER,
                "listening on " + address + (plain ? "" : ", " + listener.mode()) + (verbose ? times : ""),
                !quiet || listener.at().port() == 0);
        boolean isProxy =
                !(listener.mode() instanceof ProxyMode.Reverse || listener.mode() instanceof ProxyMode.Transparent);
        if (guarded && !isProxy) {
            warn(
                    LISTENER,
                    listener.mode() + " does not ask its clients for credentials: --proxy-auth does not apply to it");
        }
        if (!isLoopback(address)) {
            warn(
                    LISTENER,
                    "listening on " + address + ", which other machines may reach: anyone who can connect can use "
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
            say(SESSION, "nothing is recorded (--session none)");
            return;
        }
        if (store.temporary()) {
            say(
                    SESSION,
                    "recording to " + store.file() + ", which the next start replaces; --session FILE keeps the"
                            + " record");
            return;
        }
        if (!store.resumed()) {
            say(SESSION, "session " + named.get() + ": created");
            if (!named.get().toString().endsWith(".steno")) {
                warn(SESSION, named.get() + " is a new session file whose name does not end in .steno");
            }
            return;
        }
        SessionStore.Resumed resumed = store.resumedWith();
        say(
                SESSION,
                "session " + named.get() + ": resumed, " + Quantity.count(resumed.flows(), "flow") + ", "
                        + Quantity.bytes(resumed.bytes())
                        + (resumed.interrupted() == 0
                                ? ""
                                : "; the previous run ended abnormally: "
                                        + Quantity.count(resumed.interrupted(), "flow") + " marked interrupted"));
    }

    /** Reports that a signal started the shutdown. */
    void ending() {
        say(PROXY, "shutting down");
    }

    void ended(SessionStore.Closed closed) {
        if (named.isEmpty()) {
            say(
                    SESSION,
                    "recorded " + Quantity.count(closed.flows(), "flow") + ", " + Quantity.bytes(closed.bytes()) + ": "
                            + closed.file() + ", until the next start; steno save FILE keeps them");
        } else {
            say(
                    SESSION,
                    "kept " + named.orElse(closed.file()) + ": " + Quantity.count(closed.flows(), "flow") + ", "
                            + Math.max(0, closed.flows() - flowsAtStart) + " of them new, "
                            + Quantity.bytes(closed.bytes()));
        }
    }

    private static String quoted(Path file) {
        String text = file.toString();
        return text.matches("[\\w./~+:@%-]*") ? text : ShellWord.quoted(text);
    }

    @Override
    public void settled(String what) {
        say(LogLevel.INFO, PROXY, what, true);
    }

    /** Reports something that is neither a warning nor an error. */
    @Override
    public void happened(String what) {
        say(PROXY, what);
    }

    /** Prints a warning, also with {@code --quiet}. */
    @Override
    public void warn(String message) {
        warn(PROXY, message);
    }

    private void warn(String subject, String message) {
        say(LogLevel.WARNING, subject, message, true);
    }

    private void fail(String subject, String message) {
        say(LogLevel.ERROR, subject, message, true);
    }

    /** Reports what a new {@code config.toml} changes, also with {@code --quiet}. */
    void reloaded(List<ReloadedOption> options) {
        if (options.isEmpty()) {
            say(LogLevel.INFO, OPTIONS, ConfigFile.NAME + " was read again: nothing has changed", true);
        }
        options.forEach(
                option -> say(LogLevel.INFO, OPTIONS, ConfigFile.NAME + " was read again: " + option.sentence(), true));
    }

    /** Reports the errors of a new {@code config.toml}. */
    void notReloaded(OptionException problem) {
        String.valueOf(problem.getMessage()).lines().forEach(line -> fail(OPTIONS, line + "; no option has changed"));
    }

    @Override
    public void sessionFailed(String message) {
        fail(
                SESSION,
                message + ". Until it can be written, "
                        + (passes
                                ? "traffic passes unrecorded"
                                : "requests may be refused with 503 and responses held back; --on-store-failure pass"
                                        + " forwards them unrecorded"));
    }

    /** Reports an error of the proxy itself, also with {@code --quiet}. */
    void failed(String message) {
        fail(PROXY, message);
    }

    @Override
    public void recovered(long refused, long unrecorded) {
        String meanwhile = refused > 0 ? Quantity.count(refused, "request") + " refused meanwhile" : "nothing was lost";
        say(
                LogLevel.INFO,
                SESSION,
                "the session is writable again; "
                        + (unrecorded > 0 ? Quantity.count(unrecorded, "flow") + " passed unrecorded" : meanwhile),
                true);
    }

    @Override
    public void logGrows(String message) {
        warn(SESSION, message);
    }

    @Override
    public void clockJumped(String message) {
        warn(SESSION, message);
    }

    @Override
    public void removed(long flows, long bodies) {
        say(
                LogLevel.INFO,
                SESSION,
                "--keep: removed " + Quantity.count(flows, "flow") + " and the bodies of "
                        + Quantity.count(bodies, "flow"),
                verbose);
    }

    @Override
    public void rejected(long flow, String message) {
        fail(SESSION, message);
    }

    private static boolean isLoopback(Endpoint address) {
        try {
            return InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
