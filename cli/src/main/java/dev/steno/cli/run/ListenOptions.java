package dev.steno.cli.run;

import dev.steno.net.mode.ListenerSpec;
import dev.steno.option.HostPort;
import dev.steno.option.Opt;
import java.util.List;
import java.util.Optional;

/** What the proxy is to its clients, where it listens, and who may use it. */
record ListenOptions(
        @Opt(
                help = "Where to listen: on 127.0.0.1 where only a port is given; port 0 takes a free one.",
                defaultValue = "127.0.0.1:8080",
                flags = 'l')
        HostPort listen,

        @Opt(
                help =
                        "What to be: regular, reverse:URL (http, https, http3, tcp, tls), upstream:URL (http, https, socks5), socks5 "
                                + "or transparent; given again, listens there too. Without @ it listens where --listen says. "
                                + "Without --mode: regular.",
                flags = 'm')
        List<ListenerSpec> mode,

        @Opt(help = "In reverse mode, leaves the Host field as the client sent it instead of naming the server.")
        boolean keepHost,

        @Opt(
                help =
                        "Who may use the proxy: user:password, @FILE for the users of an htpasswd file, or any for whoever gives "
                                + "credentials.",
                metavar = "USERS",
                secret = true)
        Optional<String> proxyAuth) {}
