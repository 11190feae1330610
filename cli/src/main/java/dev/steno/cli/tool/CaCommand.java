package dev.steno.cli.tool;

import dev.steno.certs.CertificateAuthority;
import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.ParsedSubcommand;
import dev.steno.cli.option.Settings;
import dev.steno.cli.run.EmbeddedProxy;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.flow.Endpoint;
import dev.steno.option.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code steno ca}: shows where the CA is and how to trust it; {@code steno ca export}: writes its certificate for a
 * trust store.
 */
public final class CaCommand extends ParsedSubcommand {
    private static final String EXPORT = "export";
    private static final Path NO_HOME = Path.of("");
    private static final Set<String> FORMATS = Set.of("pem", "der", "p12");

    @Override
    public String summary() {
        return "Show where the CA is and how to trust it, or export its certificate.";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(home());
        CommandSpec export = CommandSpec.create().name(EXPORT);
        export.usageMessage()
                .description("Write the CA's certificate, without its key. The password of a p12 file is empty.", "");
        export.addOption(home());
        export.addOption(OptionSpec.builder("-f", "--format")
                .paramLabel("pem|der|p12")
                .type(String.class)
                .defaultValue("pem")
                .description("The format to write; pem by default.")
                .build());
        export.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("FILE")
                .type(Path.class)
                .arity("0..1")
                .description("The file to write; standard output by default.")
                .build());
        spec.addSubcommand(EXPORT, export);
    }

    private static OptionSpec home() {
        return OptionSpec.builder("--home")
                .paramLabel("DIR")
                .type(Path.class)
                .description("Steno's home folder; ~/.steno by default.")
                .build();
    }

    @Override
    protected int run(ParseResult call, Console console) throws IOException {
        ParseResult asked = call.hasSubcommand() ? call.subcommand() : call;
        Options options = options(asked.matchedOptionValue("--home", call.matchedOptionValue("--home", NO_HOME)));
        CertificateAuthority ca = Settings.openCa(options);
        if (call.hasSubcommand()) {
            export(ca, asked, console);
        } else {
            explain(ca, proxy(options), console.out());
        }
        return ExitCode.OK;
    }

    /** The options as steno run would have them: the environment or the configuration file may set another CA. */
    private static Options options(Path home) {
        Options options = ProductOptions.declared();
        ProductOptions.load(
                options, home.equals(NO_HOME) ? Map.of() : Map.of("home", home.toString()), System.getenv());
        return options;
    }

    /** The address of the proxy that steno run would start; the default one if it would be another at each start. */
    private static Endpoint proxy(Options options) {
        return EmbeddedProxy.configuredAddress(options)
                .filter(address -> address.port() != 0)
                .orElse(new Endpoint("127.0.0.1", 8080));
    }

    private static void export(CertificateAuthority ca, ParseResult call, Console console) throws IOException {
        String format = call.matchedOptionValue("--format", "pem");
        if (!FORMATS.contains(format)) {
            throw Failure.usage("unknown format \"" + format + "\"; use pem, der or p12");
        }
        byte[] bytes = switch (format) {
            case "der" -> ca.der();
            case "p12" -> ca.p12();
            default -> ca.pem();
        };
        if (call.hasMatchedPositional(0)) {
            write(call.matchedPositionalValue(0, NO_HOME), bytes);
        } else if (console.isTerminal() && !format.equals("pem")) {
            throw Failure.because(
                    format + " is binary and is not written to a terminal: name a file, or redirect the output");
        } else {
            console.out().write(bytes, 0, bytes.length);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw Failure.because("there is no folder " + folder + ": create it first, or name another file");
        }
        Files.write(file, bytes);
    }

    private static void explain(CertificateAuthority ca, Endpoint proxy, PrintStream out) {
        out.print("""
                certificate  %7$s%2$s
                subject      %3$s
                valid until  %4$s
                sha256       %5$s

                A client that trusts this certificate accepts every certificate that Steno issues; only you have its key. To trust it:

                curl         curl --cacert %1$s -x http://%6$s https://example.org/
                a browser    set the proxy, then open http://steno.internal/ and follow the steps for your system
                a phone      steno --listen 0.0.0.0:8080 prints the address to open there; the page has the steps
                Debian       sudo cp %1$s /usr/local/share/ca-certificates/steno.crt && sudo update-ca-certificates
                Fedora       sudo cp %1$s /etc/pki/ca-trust/source/anchors/steno.pem && sudo update-ca-trust
                macOS        security add-trusted-cert -k ~/Library/Keychains/login.keychain-db %1$s
                Windows      certutil -user -addstore Root %1$s
                Chromium     (Linux) certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Steno -i %1$s
                Firefox      Settings, Privacy & Security, View Certificates, Authorities, Import
                Java         keytool -importcert -noprompt -alias steno -file %1$s -keystore trust.p12 -storepass changeit
                Node.js      NODE_EXTRA_CA_CERTS=%1$s
                Python       REQUESTS_CA_BUNDLE=%1$s or SSL_CERT_FILE=%1$s

                Other formats: steno ca export --format der|p12 FILE
                When you are done, remove it from each client in the same place, and switch the proxy off there.
                """.formatted(
                        quoted(ca.certificateFile()),
                        ca.created() ? " (made now)" : "",
                        ca.certificate().getSubjectX500Principal().getName(),
                        ca.certificate()
                                .getNotAfter()
                                .toInstant()
                                .atZone(ZoneId.systemDefault())
                                .toLocalDate(),
                        ca.fingerprint(),
                        proxy,
                        ca.certificateFile()));
    }

    /** Puts the path into double quotes, which the shells of all systems understand, if a shell would split it. */
    private static String quoted(Path file) {
        String text = file.toString();
        return text.matches("[\\p{L}\\p{N}_./\\\\:~+@%-]*") ? text : '"' + text + '"';
    }
}
