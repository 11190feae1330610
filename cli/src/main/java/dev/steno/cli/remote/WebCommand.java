package dev.steno.cli.remote;

import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.daemon.RunFile;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.SystemBrowser;
import dev.steno.web.guard.WebToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code steno web}: prints a URL that opens the web interface of a running Steno. */
public final class WebCommand extends ParsedSubcommand {
    @Override
    public String summary() {
        return "Print a URL that opens the web interface of a running Steno.";
    }

    @Override
    public void describe(CommandSpec spec) {
        ProxyChoice.describe(spec);
        spec.addOption(OptionSpec.builder("--open")
                .description("Opens it in the system's browser as well.")
                .build());
        spec.addOption(OptionSpec.builder("--new-token")
                .description(
                        "First makes a new token: every page that is open, with any Steno of this home folder, then "
                                + "needs a new URL.")
                .build());
        spec.usageMessage()
                .footer("", "The URL has a code that is good once, for ten minutes. Exit codes: 0, or 1 if none runs.");
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        RunningProxy proxy = ProxyChoice.one(call);
        if (call.hasMatchedOption("--new-token")) {
            renewToken(proxy, console);
        }
        String url = WebUrl.of(proxy);
        console.out().println(url);
        if (call.hasMatchedOption("--open")) {
            console.flush();
            SystemBrowser.open(url, proxy.home().resolve(RunFile.FOLDER), System.getenv())
                    .ifPresent(console::say);
        }
        return ExitCode.OK;
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
