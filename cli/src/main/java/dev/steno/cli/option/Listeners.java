package dev.steno.cli.option;

import dev.steno.certs.PrivateFiles;
import dev.steno.cli.command.Failure;
import dev.steno.flow.Endpoint;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Credentials;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ListenerSpec;
import dev.steno.net.mode.ProxyMode;
import dev.steno.option.HostPort;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the listeners and the list of users from the options. Reads the file of users; pure otherwise. */
public final class Listeners {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int SOCKS_PORT = 1080;

    private Listeners() {}

    /** Returns the mode and address of each listener; by default one regular listener. */
    public static List<Listener> of(Options options) {
        ListenOptions asked = options.get(ListenOptions.class);
        List<ListenerSpec> specs =
                asked.mode().isEmpty() ? List.of(new ListenerSpec(new ProxyMode.Regular(), null)) : asked.mode();
        List<Listener> listeners = new ArrayList<>();
        for (ListenerSpec spec : specs) {
            Listener listener = new Listener(spec.mode(), at(spec, options));
            for (Listener other : listeners) {
                if (isUdp(spec.mode()) == isUdp(other.mode()) && collide(listener.at(), other.at())) {
                    throw Failure.usage(listener + " and " + other
                            + " would listen on the same address; give one of them another port, e.g. --mode "
                            + spec.mode()
                            + (spec.mode() instanceof ProxyMode.Upstream ? "/" : "") + "@"
                            + (other.at().port() % 65535 + 1));
                }
            }
            listeners.add(listener);
        }
        return listeners;
    }

    private static Endpoint at(ListenerSpec spec, Options options) {
        HostPort listen = options.get(ListenOptions.class).listen();
        HostPort at = spec.at();
        if (at != null) {
            return new Endpoint(at.hostOr(listen.hostOr(LOOPBACK)), at.port());
        }
        boolean usual = options.require("listen").source() == OptionSource.DEFAULT;
        int port = usual && spec.mode() instanceof ProxyMode.Socks5 ? SOCKS_PORT : listen.port();
        return new Endpoint(listen.hostOr(LOOPBACK), port);
    }

    /** HTTP/3 listens on UDP, whose ports are independent of those of TCP. */
    private static boolean isUdp(ProxyMode mode) {
        return mode instanceof ProxyMode.Reverse reverse && reverse.scheme() == ProxyMode.Scheme.HTTP3;
    }

    private static boolean collide(Endpoint one, Endpoint other) {
        boolean overlap = one.host().equals(other.host()) || isAny(one.host()) || isAny(other.host());
        return one.port() != 0 && one.port() == other.port() && overlap;
    }

    private static boolean isAny(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    /**
     * Returns who may use the proxy.
     *
     * @throws IOException if the file of users cannot be read; the message names it
     */
    static ProxyAuth users(Options options) throws IOException {
        String text = options.get(ListenOptions.class).proxyAuth().orElse("");
        if (text.isEmpty()) {
            return ProxyAuth.NONE;
        }
        if (text.equals("any")) {
            return ProxyAuth.ANY;
        }
        if (text.startsWith("@")) {
            return htpasswd(Path.of(text.substring(1)));
        }
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw Failure.usage("--proxy-auth must be user:password, @FILE or any");
        }
        return ProxyAuth.only(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
    }

    private static ProxyAuth htpasswd(Path file) throws IOException {
        try {
            PrivateFiles.requireUnwritable(file);
        } catch (NoSuchFileException e) {
            throw Failure.usage("--proxy-auth @" + file + ": no such file");
        } catch (IOException e) {
            throw Failure.usage("--proxy-auth: " + e.getMessage());
        }
        try {
            return ProxyAuth.htpasswd(Files.readAllLines(file));
        } catch (MalformedInputException e) {
            throw Failure.usage("--proxy-auth @" + file + ": it is not UTF-8 text");
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--proxy-auth @" + file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new IOException("--proxy-auth @" + file + ": it cannot be read: " + FileErrors.reason(e), e);
        }
    }
}
