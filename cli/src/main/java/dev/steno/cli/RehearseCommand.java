package dev.steno.cli;

import dev.steno.builtin.CaPage;
import dev.steno.cli.assembly.Assembly;
import dev.steno.cli.client.Trees;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.mcp.McpCommand;
import dev.steno.cli.run.RunCommand;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.tui.TuiCommand;
import dev.steno.flow.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code steno rehearse}, a hidden subcommand: starts the proxy on a free loopback port, sends requests through it to the
 * proxy's own page and to a server in this process, with and without TLS, asks its API, reads, shows and serves the session, lists
 * a shared store that has only what it takes to be listed, and deletes all files. The launcher runs it so that the JVM archives
 * the loaded classes, which shortens later starts.
 */
final class RehearseCommand implements Subcommand {
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(20).toMillis();

    @Override
    public String summary() {
        return "Start, record and stop once, so that the JVM can archive the classes for later starts.";
    }

    @Override
    public void describe(CommandSpec spec) {
        // no options, no parameters
    }

    @Override
    public int run(List<String> args, Console console) throws IOException {
        Path folder = Files.createTempDirectory("steno-rehearsal");
        try {
            Path session = folder.resolve("rehearsal.steno");
            record(folder, session, 3, console);
            // as on a terminal
            record(
                    folder,
                    session,
                    1,
                    new Console(new ByteArrayOutputStream(), new ByteArrayOutputStream(), 80, Map.of()));
            Cli cli = new Cli(new Console(new ByteArrayOutputStream(), new ByteArrayOutputStream(), 80, Map.of()));
            cli.run("ls", session.toString());
            cli.run("ls", session.toString(), "--json", "--filter", "~u steno & ~c 200");
            cli.run("ls", session.toString(), "--order", "url");
            cli.run("tail", session.toString(), "--until-end");
            cli.run("show", session.toString(), "1");
            cli.run("info", session.toString());
            try (RehearsalStore store = new RehearsalStore()) {
                cli.run("ls", store.url(), "-n", "50");
            }
            cli.run("--help");
            TuiCommand.rehearse(session, folder.resolve("home"));
            McpCommand.rehearse(session, folder.resolve("home"));
            new Cli(new Console(new ByteArrayOutputStream(), new ByteArrayOutputStream(), null, Map.of()))
                    .run("ls", session.toString());
        } finally {
            Trees.remove(folder);
        }
        return ExitCode.OK;
    }

    private static void record(Path folder, Path session, int detail, Console console) throws IOException {
        Path ca = folder.resolve("origin");
        try (RehearsalOrigin plain = RehearsalOrigin.plain();
                RehearsalOrigin secure = RehearsalOrigin.overTls(ca);
                Assembly assembly = RunCommand.start(
                        List.of(
                                "--listen=127.0.0.1:0",
                                "--home=" + folder.resolve("home"),
                                "--session=" + session,
                                "--upstream-ca=" + ca.resolve("ca.pem"),
                                "--detail=" + detail),
                        console,
                        Map.of())) {
            Endpoint proxy = assembly.addresses().get(0);
            plain(proxy, CaPage.HOST);
            plain(proxy, "127.0.0.1:" + plain.port());
            plain(proxy, "localhost:" + plain.port());
            overTls(assembly, CaPage.HOST, 443);
            overTls(assembly, "localhost", secure.port());
            askThrough(folder.resolve("home").toString());
        }
    }

    /** Calls the subcommands that ask a running Steno, most of whose time is their start. */
    private static void askThrough(String home) throws IOException {
        Cli cli = new Cli(new Console(new ByteArrayOutputStream(), new ByteArrayOutputStream(), 80, Map.of()));
        cli.run("status", "--home", home);
        cli.run("status", "--home", home, "--json");
        cli.run("call", "--home", home, "session.info");
        cli.run("call", "--home", home, "--complete", "options.get", "body");
    }

    private static void plain(Endpoint proxy, String server) throws IOException {
        try (Socket socket = connect(proxy)) {
            exchange(socket, "GET http://" + server + "/ HTTP/1.1\r\nHost: " + server);
        }
    }

    private static void overTls(Assembly assembly, String host, int port) throws IOException {
        try (Socket socket = connect(assembly.addresses().get(0))) {
            String target = host + ":" + port;
            socket.getOutputStream()
                    .write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("the proxy closed the tunnel of the rehearsal");
                }
                head.append((char) next);
            }
            try (SSLSocket tls =
                    (SSLSocket) trusting(assembly).getSocketFactory().createSocket(socket, host, port, true)) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
                tls.setSSLParameters(parameters);
                exchange(tls, "GET / HTTP/1.1\r\nHost: " + host);
            }
        }
    }

    private static Socket connect(Endpoint proxy) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(proxy.host(), proxy.port()), PATIENCE_MILLIS);
        return socket;
    }

    private static void exchange(Socket socket, String head) throws IOException {
        socket.getOutputStream()
                .write((head + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        try (InputStream in = socket.getInputStream()) {
            in.readAllBytes();
        }
    }

    private static SSLContext trusting(Assembly assembly) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", assembly.authority().certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }
}
