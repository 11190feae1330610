package dev.steno.cli.mcp;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.command.Version;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.Signals;
import dev.steno.cli.tool.RedactionFlag;
import dev.steno.cli.tool.Sessions;
import dev.steno.flow.Endpoint;
import dev.steno.mcp.McpServer;
import dev.steno.mcp.http.McpHttpServer;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.tool.Grant;
import dev.steno.mcp.tool.RunningSteno;
import dev.steno.option.HostPort;
import dev.steno.option.ValueException;
import dev.steno.redact.Redactor;
import dev.steno.store.SessionReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno mcp}: serves a session to a client of the model context protocol on standard input and output, or to several by HTTP. */
public final class McpCommand extends ParsedSubcommand {
    private static final String ALLOW = "--allow";
    private static final String REVEAL = "--reveal";
    private static final String HTTP = "--http";
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public String summary() {
        return "Serve a session to a language model, by the model context protocol: on standard input and output, or by HTTP.";
    }

    @Override
    public void describe(CommandSpec spec) {
        Sessions.describe(spec);
        spec.addOption(OptionSpec.builder(ALLOW)
                .paramLabel("WHAT")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .splitRegex(",")
                .description("What the model may do beyond reading: " + Grant.names()
                        + ", separated by commas. Nothing by " + "default.")
                .build());
        spec.addOption(OptionSpec.builder(REVEAL)
                .description(
                        "Shows secrets. By default, credentials and cookies are tokens, equal ones for equal secrets.")
                .build());
        spec.addOption(OptionSpec.builder(HTTP)
                .paramLabel("[HOST:]PORT")
                .type(String.class)
                .description(
                        "Serves any number of clients by HTTP on this machine instead, such as 127.0.0.1:8090, until a"
                                + " signal ends it. A client sends the token that is in the file " + McpHttpServer.TOKEN
                                + " of the home folder.")
                .build());
        RedactionFlag.describe(spec, "Shows further values as tokens");
        spec.usageMessage()
                .footer(
                        "",
                        "A program that talks to a model starts this command and ends it by closing its input; docs/mcp.md "
                                + "has what to write into its settings. What is allowed is done by the Steno that records the "
                                + "session, if one does.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        SessionAddress session = Sessions.address(call, console);
        Path home = Sessions.home(call);
        Set<Grant> grants = grants(call.matchedOptionValue(ALLOW, List.<String>of()));
        boolean isFile = session instanceof SessionAddress.FileAddress;
        if (!isFile && !grants.isEmpty()) {
            throw Failure.usage(ALLOW + " is for a session that one Steno records; a shared store is only read");
        }
        Redactor redactor = call.hasMatchedOption(REVEAL) ? Redactor.NONE : redactor(call, session);
        McpRecord record = new McpRecord(session.place(), session::open, redactor);
        RunningSteno.Finder recorder =
                isFile ? new ApiNeighbourFinder(session.place(), home) : Optional::<RunningSteno>empty;
        Supplier<McpServer> servers = () -> new McpServer(record, recorder, grants, Version.number());
        String http = call.matchedOptionValue(HTTP, "");
        if (!http.isEmpty()) {
            try (record;
                    McpHttpServer server = McpHttpServer.start(address(http), home, servers::get, McpServer::speaks)) {
                console.say("the session " + session.name() + " is served at " + server.url()
                        + "; clients send Authorization: Bearer" + " with the content of "
                        + home.resolve(McpHttpServer.TOKEN));
                awaitEnd();
            }
        } else if (servers.get().serve(console.in(), console.bytes())) {
            record.close();
        } // otherwise the process ends without waiting for the disk: the session is only read
        return ExitCode.OK;
    }

    /** Waits for the signal that ends the process, or for an interruption of this thread. */
    private static void awaitEnd() {
        CountDownLatch ended = new CountDownLatch(1);
        Signals.onEnd(ended::countDown);
        try {
            ended.await();
        } catch (InterruptedException e) {
            // of a thread that runs the command for somebody, who wants it to end
        }
    }

    /** Returns the address to serve at; only of this machine, since nothing is encrypted. */
    static Endpoint address(String text) {
        try {
            HostPort at = HostPort.parse(text);
            String host = at.hostOr(LOOPBACK);
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw Failure.usage(
                        HTTP + " " + text + " is not of this machine only, and the connection is not encrypted:"
                                + " give a port, and let other machines connect by ssh -L");
            }
            return new Endpoint(host, at.port());
        } catch (ValueException | UnknownHostException e) {
            throw Failure.usage(HTTP + ": " + e.getMessage());
        }
    }

    /** Serves a session to a client that asks for a few things and leaves. */
    public static void rehearse(Path file, Path home) throws IOException {
        String asked = """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}
                {"jsonrpc":"2.0","id":2,"method":"tools/list"}
                {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"flows_list"}}
                {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"flow_get","arguments":{"flow":1}}}
                {"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"session_info"}}
                """;
        Console console = new Console(
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                null,
                Map.of(),
                null,
                new ByteArrayInputStream(asked.getBytes(StandardCharsets.UTF_8)),
                false);
        new McpCommand().run(List.of(file.toString(), "--home", home.toString()), console);
    }

    private static Set<Grant> grants(List<String> names) {
        Set<Grant> grants = EnumSet.noneOf(Grant.class);
        for (String name : names) {
            grants.add(Grant.named(name.strip())
                    .orElseThrow(
                            () -> Failure.usage("--allow " + name + " is not known: give some of " + Grant.names())));
        }
        return grants;
    }

    private static Redactor redactor(ParseResult call, SessionAddress session) throws IOException {
        try (SessionReader reader = session.open()) {
            return RedactionFlag.leaving(call, session, reader);
        }
    }
}
