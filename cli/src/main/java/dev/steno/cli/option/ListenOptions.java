package dev.steno.cli.option;

import dev.steno.net.mode.ListenerSpec;
import dev.steno.option.HostPort;
import dev.steno.option.Opt;
import java.util.List;
import java.util.Optional;

/** Options on how clients reach the proxy: modes, addresses and credentials. */
public record ListenOptions(
        @Opt(
                help = "The address to listen on; 127.0.0.1 if only a port is given. Port 0 picks a free port.",
                defaultValue = "127.0.0.1:8080",
                flags = {'l', 'p'})
        HostPort listen,

        @Opt(
                help = "How clients use the proxy: regular, reverse:URL (http, https, http3, tcp, tls), upstream:URL "
                        + "(http, https, socks5), socks5 or transparent; repeat it for more listeners. @HOST:PORT at the "
                        + "end is the address to listen on, by default that of --listen. Without --mode: regular.",
                flags = 'm')
        List<ListenerSpec> mode,

        @Opt(help = "In reverse mode, forwards the Host field as the client sent it instead of naming the server.")
        boolean keepHost,

        @Opt(
                help =
                        "Who may use the proxy: user:password, @FILE for the users of an htpasswd file, or any for every "
                                + "client that sends credentials.",
                metavar = "USERS",
                secret = true)
        Optional<String> proxyAuth,

        @Opt(
                help = "What Steno sends to the next proxy in upstream mode, or to the server in reverse mode: "
                        + "user:password, 'Bearer TOKEN', or @FILE for a file with one of these. It is not recorded.",
                metavar = "CREDENTIALS",
                secret = true)
        Optional<String> upstreamAuth) {}
