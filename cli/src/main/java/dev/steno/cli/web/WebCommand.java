package dev.steno.cli.web;

import dev.steno.cli.address.SessionAddress;
import dev.steno.cli.address.ViewerName;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.daemon.RunFile;
import dev.steno.cli.remote.ApiClient;
import dev.steno.cli.remote.ProxyChoice;
import dev.steno.cli.remote.RunningProxy;
import dev.steno.cli.remote.WebUrl;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.SystemBrowser;
import dev.steno.cli.tool.SchemaOption;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.web.guard.WebToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code steno web}: prints a URL that opens the web interface of a running Steno, or serves one of its own over a session that
 * is only read.
 */
public final class WebCommand extends ParsedSubcommand {
    private static final String PORT = "--port";
    private static final String PROTO = "--proto";
    private static final String OPEN = "--open";
    private static final int MOST_PORT = 65_535;

    @Override
    public String summary() {
        return "Open the web interface of a running Steno, or show a session in one of its own.";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("SESSION")
                .type(String.class) // read by SessionAddress
                .arity("0..1")
                .description(
                        "A session file or the URL of a shared store, shown by a server of its own until Ctrl-C: files read-only, stores with notes "
                                + "that viewers give. If a Steno with an API records to it, the URL is of that one.")
                .build());
        ProxyChoice.describe(spec);
        spec.addOption(OptionSpec.builder(OPEN)
                .description("Opens it in the system's browser as well.")
                .build());
        spec.addOption(OptionSpec.builder("--new-token")
                .description(
                        "First makes a new token: every page that is open, with any Steno of this home folder, then "
                                + "needs a new URL.")
                .build());
        spec.addOption(OptionSpec.builder(PORT)
                .paramLabel("N")
                .type(Integer.class)
                .description("The port of a server of its own, at 127.0.0.1; by default " + ReadOnlyServer.USUAL_PORT
                        + " or the next free one.")
                .build());
        ViewerName.describe(spec);
        SchemaOption.describe(spec);
        spec.usageMessage()
                .footer(
                        "",
                        "The URL has a code that is good once, for ten minutes. Exit codes: 0, or 1 if none runs, or the session "
                                + "cannot be read.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        String session = call.matchedPositionalValue(0, "");
        if (!session.isEmpty()) {
            return show(SessionAddress.of(session), call, console);
        }
        refuse(call, "a session that is shown", PORT, PROTO, ViewerName.AS);
        RunningProxy proxy = ProxyChoice.one(call);
        if (call.hasMatchedOption("--new-token")) {
            renewToken(proxy, console);
        }
        print(proxy, call, console);
        return ExitCode.OK;
    }

    private static void print(RunningProxy proxy, ParseResult call, Console console) throws IOException {
        String url = WebUrl.of(proxy);
        console.out().println(url);
        open(url, proxy.home(), call, console);
    }

    private static void open(String url, Path home, ParseResult call, Console console) throws IOException {
        if (call.hasMatchedOption(OPEN)) {
            console.flush();
            SystemBrowser.open(url, home.resolve(RunFile.FOLDER), System.getenv())
                    .ifPresent(console::say);
        }
    }

    /** Shows a session: by the Steno that records to it if there is one, else by a server of its own. */
    private static int show(SessionAddress session, ParseResult call, Console console) throws IOException {
        refuse(call, "a Steno that runs", "--session", "--new-token");
        Path home = ProxyChoice.home(call);
        Path file = session instanceof SessionAddress.FileAddress one ? one.file() : null;
        if (file != null) {
            FileCheck.forReading(file);
            Optional<RunningProxy> recorder = RunningProxy.recordingTo(file, home)
                    .filter(each -> each.web().isPresent());
            if (recorder.isPresent()) {
                print(recorder.get(), call, console);
                return ExitCode.OK;
            }
        }
        if (file != null) {
            refuse(call, "a shared store", ViewerName.AS);
        }
        int port = call.matchedOptionValue(PORT, 0);
        if (port < 0 || port > MOST_PORT) {
            throw Failure.usage(PORT + " " + port + " is no port; give one from 1 to " + MOST_PORT);
        }
        ReadOnlyServer.serve(
                session,
                ViewerName.of(call),
                home,
                port,
                SchemaOption.schema(call),
                console,
                url -> open(url, home, call, console));
        return ExitCode.OK;
    }

    private static void refuse(ParseResult call, String of, String... options) {
        for (String option : options) {
            if (call.hasMatchedOption(option)) {
                throw Failure.usage(option + " is for " + of);
            }
        }
    }

    /** The token is that of the home folder, so all that run with it must read it again. */
    private static void renewToken(RunningProxy proxy, Console console) throws IOException {
        List<RunningProxy> all = RunningProxy.in(proxy.home()).stream()
                .filter(each -> each.web().isPresent())
                .toList();
        if (all.isEmpty()) {
            throw Failure.because("the Steno that records to " + proxy.label() + " was started with --web off");
        }
        List<ApiClient> knowing = new ArrayList<>();
        for (RunningProxy each : all) {
            knowing.add(ApiClient.of(each)); // with the token that they know
        }
        WebToken.renew(proxy.home());
        for (ApiClient each : knowing) {
            each.post("/login/token", Map.of());
        }
        console.say("a new token is in use; pages that are open need a new URL");
    }
}
