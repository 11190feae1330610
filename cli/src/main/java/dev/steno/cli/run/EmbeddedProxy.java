package dev.steno.cli.run;

import dev.steno.addon.Addon;
import dev.steno.addon.jar.AddonFolder;
import dev.steno.builtin.FlowPrinter;
import dev.steno.certs.CertificateAuthority;
import dev.steno.cli.assembly.AddonStart;
import dev.steno.cli.assembly.Assembly;
import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.Failure;
import dev.steno.cli.daemon.DaemonOptions;
import dev.steno.cli.daemon.RunFile;
import dev.steno.cli.daemon.RunLog;
import dev.steno.cli.option.FlagReader;
import dev.steno.cli.option.ListenOptions;
import dev.steno.cli.option.Listeners;
import dev.steno.cli.option.OptionFlags;
import dev.steno.cli.option.PrintOptions;
import dev.steno.cli.option.RunOptions;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.Logging;
import dev.steno.flow.Endpoint;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ProxyMode;
import dev.steno.option.Options;
import dev.steno.store.SessionStore;
import dev.steno.text.FileErrors;
import dev.steno.tui.data.Source;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A proxy that a command runs beside a client that it starts. Listens on a free port of loopback unless told otherwise,
 * passes nothing through because of a refused certificate, and prints no flows, since standard output belongs to the
 * client. Started and stopped by one thread.
 */
public final class EmbeddedProxy implements AutoCloseable {
    /** The options that a help page shows. */
    private static final Set<String> SHOWN =
            Set.of("session", "upstream-ca", "insecure", "ignore-hosts", "allow-hosts", "listen", "home", "quiet");

    private static final Map<String, String> PRESET = Map.of("listen", "127.0.0.1:0", "auto-pass-through", "off");

    /** The web interface of such a proxy. */
    public enum Web {
        /** It has one, unless the options turn it off. */
        ON,
        /** It has one only if the options ask for it. */
        OFF;

        private Map<String, String> preset() {
            Map<String, String> preset = new HashMap<>(PRESET);
            if (this == OFF) {
                preset.put("web", "off");
            }
            return preset;
        }
    }

    private final Assembly assembly;
    private final Announcer announcer;
    private final RunLog log;
    private final int listener;
    private final @Nullable RunFile runFile;

    private EmbeddedProxy(Assembly assembly, Announcer announcer, RunLog log, int listener, @Nullable RunFile runFile) {
        this.runFile = runFile;
        this.assembly = assembly;
        this.announcer = announcer;
        this.log = log;
        this.listener = listener;
    }

    /**
     * Adds the flags of such a proxy to a help page, which shows those that its users need most; all can be given.
     */
    public static void describe(CommandSpec spec, Web web) {
        OptionFlags.describe(spec, ProductOptions.declared(), SHOWN::contains, web.preset());
    }

    /**
     * What such a proxy is started with.
     *
     * @param addons those that are installed; their options are among the options
     */
    public record Setup(Options options, AddonFolder addons) {}

    /**
     * Loads the addons and the options for such a proxy.
     *
     * @param flags the flags of the command, as those of {@code steno run}
     * @param command the words that call it, for messages
     * @param others receives the words that are neither flags nor values of flags
     * @throws IOException if the folder of addons cannot be read
     */
    public static Setup setUp(
            List<String> flags, Map<String, String> environment, String command, Web web, Consumer<String> others)
            throws IOException {
        Options options = ProductOptions.declared();
        AddonFolder addons = AddonStart.load(options, flags, environment);
        AddonStart.loadOptions(
                options,
                addons,
                () -> {
                    Map<String, String> given = FlagReader.read(flags, options, command, others);
                    web.preset().forEach(given::putIfAbsent);
                    return given;
                },
                environment);
        Logging.configure(options.get(PrintOptions.class).verbose());
        return new Setup(options, addons);
    }

    /**
     * Starts the proxy.
     *
     * @param more addons in addition to the built-in ones
     * @throws Failure if no listener is an HTTP proxy
     * @throws IOException if a part cannot start
     */
    public static EmbeddedProxy start(Setup setup, Console console, List<Addon> more) throws IOException {
        Options options = setup.options();
        int listener = httpProxy(Listeners.of(options));
        RunLog log = RunLog.open(options.get(DaemonOptions.class), message -> console.say("warning: " + message));
        Announcer announcer = new Announcer(options, console, log.events());
        Assembly assembly = new Assembly(
                options,
                announcer,
                new FlowPrinter(console.out(), false, FlowPrinter.Detail.NOTHING),
                announcer::happened,
                log);
        assembly.install(setup.addons());
        more.forEach(assembly::add);
        try {
            assembly.bind();
            assembly.start();
            announcer.recordsTo(assembly.store());
            announcer.warnOfRisks();
            setup.addons().problems().forEach(announcer::warn);
            setup.addons().logCauses();
            announcer.webInterface(assembly);
        } catch (IOException | RuntimeException e) {
            assembly.close();
            log.closeAfter(String.valueOf(e.getMessage()));
            throw e;
        }
        return new EmbeddedProxy(assembly, announcer, log, listener, runFile(assembly, announcer));
    }

    /** Lets commands such as {@code steno status} find a proxy that has an API. */
    private static @Nullable RunFile runFile(Assembly assembly, Announcer announcer) {
        if (assembly.webUrl() == null) {
            return null;
        }
        try {
            return RunFile.write(assembly.ready());
        } catch (IOException e) {
            announcer.warn("steno status, call and web will not find this proxy: " + FileErrors.reason(e));
            return null;
        }
    }

    /** Returns a URL that opens the web interface once; empty if there is none. */
    public Optional<String> webLoginUrl() {
        return Optional.ofNullable(assembly.webLoginUrl());
    }

    private static int httpProxy(List<Listener> listeners) {
        return IntStream.range(0, listeners.size())
                .filter(i -> isHttpProxy(listeners.get(i)))
                .findFirst()
                .orElseThrow(() -> Failure.usage(
                        "none of the listeners is an HTTP proxy, which the command needs: add --mode regular"));
    }

    private static boolean isHttpProxy(Listener listener) {
        return listener.mode() instanceof ProxyMode.Regular || listener.mode() instanceof ProxyMode.Upstream;
    }

    /** Returns the address that clients of a proxy with these options use; empty if no listener is an HTTP proxy. */
    public static Optional<Endpoint> configuredAddress(Options options) {
        return Listeners.of(options).stream()
                .filter(EmbeddedProxy::isHttpProxy)
                .map(listener -> reachable(listener.at()))
                .findFirst();
    }

    /** Returns Steno's home folder. */
    public static Path home(Options options) {
        return options.get(RunOptions.class).home();
    }

    /** Returns the address that clients of a proxy with these options use, if it listens on a port that is not 0. */
    public static Endpoint address(Options options) {
        List<Listener> listeners = Listeners.of(options);
        return reachable(listeners.get(httpProxy(listeners)).at());
    }

    /**
     * Returns what clients put before the host in the URL of a proxy with these options: {@code user:password@},
     * percent-encoded (RFC 3986, 3.2.1), or the empty text if the proxy asks for no credentials. Empty if it does, but
     * knows only digests of passwords.
     */
    public static Optional<String> userInfo(Options options) {
        String users = options.get(ListenOptions.class).proxyAuth().orElse("");
        if (users.startsWith("@")) {
            return Optional.empty();
        }
        String one = users.equals("any") ? "steno:steno" : users;
        int colon = one.indexOf(':');
        return Optional.of(
                colon < 1 ? "" : encoded(one.substring(0, colon)) + ":" + encoded(one.substring(colon + 1)) + "@");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns the address of the HTTP proxy. */
    public Endpoint address() {
        return reachable(assembly.addresses().get(listener));
    }

    private static Endpoint reachable(Endpoint bound) {
        boolean any = bound.host().equals("0.0.0.0") || bound.host().equals("::");
        return any ? new Endpoint("127.0.0.1", bound.port()) : bound;
    }

    /** Returns what the terminal user interface shows of it; null if nothing is recorded. */
    @Nullable
    Source shown() {
        return assembly.shown();
    }

    /** Returns the CA in use. */
    public CertificateAuthority authority() {
        return assembly.authority();
    }

    /** Says how to see the traffic while it is recorded, unless nothing is recorded or messages are not wanted. */
    public void announce() {
        if (assembly.store() != null) {
            announcer.happened("the traffic is recorded: in another terminal, steno tail lists it as it ends, steno ls"
                    + " all of it");
        }
    }

    /** Stops the proxy and reports on standard error what was recorded. */
    @Override
    public void close() throws IOException {
        try (log) {
            if (runFile != null) {
                runFile.remove();
            }
            SessionStore.Closed closed = assembly.end();
            if (closed != null) {
                announcer.ended(closed);
            }
        }
    }
}
