package dev.steno.cli.client;

import dev.steno.certs.CertificateAuthority;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.option.Settings;
import dev.steno.cli.remote.WebUrl;
import dev.steno.cli.run.EmbeddedProxy;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.SystemBrowser;
import dev.steno.flow.Endpoint;
import dev.steno.option.HostPort;
import dev.steno.option.Options;
import dev.steno.option.ValueException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code steno browser}: starts a browser whose traffic is recorded, with a profile of its own. */
public final class BrowserCommand implements Subcommand {
    @Override
    public String summary() {
        return "Start a browser and record its traffic.";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(text(
                "--browser",
                "PROGRAM",
                "The browser to start; by default the first of Chromium, Chrome, "
                        + "Edge and Firefox that is installed."));
        spec.addOption(text(
                "--profile",
                "DIR",
                "A folder for the browser's profile, which stays; by default a new one "
                        + "that is removed at the end."));
        spec.addOption(text("--proxy", "HOST:PORT", "Uses a Steno that runs there instead of starting a proxy."));
        EmbeddedProxy.describe(spec, EmbeddedProxy.Web.ON);
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("URL")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("The pages to open.")
                .build());
        spec.usageMessage()
                .customSynopsis("steno browser [OPTIONS] [URL...] [-- SWITCHES]")
                .footer(
                        "",
                        "The browser sends everything to the proxy, localhost included, trusts Steno's CA in this profile "
                                + "only, and is told to send no requests of its own. Those that it sends all the same have the "
                                + "comment browser-background. What follows -- goes to the browser. Ends when the browser ends. "
                                + "As root, Chromium runs without its sandbox. Beside the pages, a tab shows what is recorded; "
                                + "--web off leaves it out.");
    }

    private static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    @Override
    public int run(List<String> args, Console console) throws IOException {
        BrowserArguments arguments = BrowserArguments.of(args);
        Map<String, String> user = ClientEnvironment.userOwn(System.getenv());
        Browser browser = Browser.find(arguments.own("browser"), user).orElseThrow(() -> notFound(arguments));
        List<String> pages = new ArrayList<>();
        EmbeddedProxy.Setup setup = EmbeddedProxy.setUp(
                arguments.others(), System.getenv(), "steno browser", EmbeddedProxy.Web.ON, pages::add);
        Options options = setup.options();
        Path profile = profile(arguments);
        Start start = new Start(browser, profile, pages, arguments.passed(), user, console);
        try {
            if (!arguments.own("proxy").isEmpty()) {
                Endpoint proxy = proxy(arguments.own("proxy"));
                return start.run(proxy, WebUrl.of(EmbeddedProxy.home(options), proxy), Settings.openCa(options));
            }
            RefusalReport refusals = new RefusalReport();
            int code;
            String ca;
            try (EmbeddedProxy proxy =
                    EmbeddedProxy.start(setup, console, List.of(new BackgroundTraffic(), refusals))) {
                proxy.announce();
                code = start.run(proxy.address(), proxy.webLoginUrl(), proxy.authority());
                ca = proxy.authority().certificateFile().toString();
            }
            refusals.lines(ca).forEach(console::say);
            return code;
        } finally {
            if (arguments.own("profile").isEmpty()) {
                removeProfile(profile, console);
            }
        }
    }

    private static Failure notFound(BrowserArguments arguments) {
        String named = arguments.own("browser");
        return Failure.because(
                named.isEmpty()
                        ? "no browser found: install Chromium, Chrome, Edge or Firefox, or name one with --browser PROGRAM"
                        : "browser not found: " + named + "; Chromium, Chrome, Edge and Firefox can be started"
                                + Browser.find("", ClientEnvironment.userOwn(System.getenv()))
                                        .map(found -> ", and " + found.program() + " is installed")
                                        .orElse(""));
    }

    private static Endpoint proxy(String text) {
        try {
            HostPort proxy = HostPort.parse(text);
            return new Endpoint(proxy.host().isEmpty() ? "127.0.0.1" : proxy.host(), proxy.port());
        } catch (ValueException e) {
            throw Failure.usage("--proxy: \"" + text + "\" is not HOST:PORT, such as 127.0.0.1:8080");
        }
    }

    private static Path profile(BrowserArguments arguments) throws IOException {
        String named = arguments.own("profile");
        return named.isEmpty()
                ? Files.createTempDirectory("steno-browser")
                : Files.createDirectories(Path.of(named).toAbsolutePath());
    }

    private static void removeProfile(Path profile, Console console) {
        try {
            Trees.remove(profile);
        } catch (IOException e) {
            // processes of the browser may write for a moment after its end
            console.say("cannot remove the browser's profile " + profile + ": remove it by hand");
        }
    }

    /** What starts a browser, and the words of its command line. */
    private record Start(
            Browser browser,
            Path profile,
            List<String> pages,
            List<String> passed,
            Map<String, String> user,
            Console console) {

        /** @param web a URL that opens the web interface, which gets a tab beside the pages; empty if there is none */
        int run(Endpoint proxy, Optional<String> web, CertificateAuthority ca) throws IOException {
            Optional<Endpoint> direct = web.map(url -> {
                URI uri = URI.create(url);
                return new Endpoint(uri.getHost(), uri.getPort());
            });
            List<String> words = new ArrayList<>();
            if (browser.family() == Browser.Family.FIREFOX) {
                FirefoxProfile.write(profile, proxy, direct, ca.certificateFile(), user);
                words.addAll(List.of("--no-remote", "--profile", profile.toString()));
            } else {
                boolean root = System.getProperty("user.name").equals("root");
                if (root) {
                    console.say(
                            "warning: as root, the browser runs without its sandbox (--no-sandbox): open only pages "
                                    + "that you trust");
                }
                words.addAll(ChromiumSwitches.of(proxy, direct, ca.spkiHash(), profile, root));
            }
            words.addAll(passed);
            words.addAll(pages);
            if (web.isPresent() && !isHeadless()) {
                words.add(SystemBrowser.page(web.get(), profile).toUri().toString());
            }
            int code = ClientProcess.run(browser.program(), words, user, console);
            BrowserEnd.message(browser.program(), code, passed, user).ifPresent(console::say);
            return code;
        }

        /** Without a window, a browser takes one page, which is its result. */
        private boolean isHeadless() {
            return passed.stream().anyMatch(word -> word.replaceFirst("^-+", "").startsWith("headless"));
        }
    }
}
