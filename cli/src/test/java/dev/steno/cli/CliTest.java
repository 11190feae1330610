package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.terminal.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    @TempDir
    Path folder;

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertThat(Call.steno("--version").out()).startsWith("steno ").hasLineCount(1);
        assertThat(Call.steno("--help").out()).contains(Subcommands.SHOWN);
        for (String name : Subcommands.SHOWN) {
            Call call = Call.steno(name, "--help");
            assertThat(call.code()).isZero();
            assertThat(call.out()).startsWith("Usage: steno").contains("--help");
            assertThat(call.err()).isEmpty();
        }
        assertThat(Call.steno("ca", "export", "--help").out()).startsWith("Usage: steno ca export");
    }

    @Test
    void aWrongCallIsOneLineAndExitCodeTwo() {
        for (Call call : new Call[] {
            Call.steno("record"),
            Call.steno("ls", "--home", folder),
            Call.steno("ls", "a", "b", "c"),
            Call.steno("ls", "a", "--limit", "many"),
            Call.steno("--no-such-flag"),
            Call.steno("run", "--detail", "7"),
            Call.steno("run", "--listen", "nowhere"),
            Call.steno("ca", "import")
        }) {
            assertThat(call.code()).isEqualTo(ExitCode.USAGE);
            assertThat(call.err()).startsWith("steno: ").hasLineCount(1);
            assertThat(call.out()).isEmpty();
        }
    }

    @Test
    void aStackTraceIsShownWhereAskedFor() {
        assertThat(Call.steno("info", folder.resolve("absent")).err()).hasLineCount(1);
        assertThat(Call.steno("info", folder.resolve("absent"), "--debug").err())
                .contains("\tat dev.steno.");
    }

    @Test
    void theCaIsMadeOnceAndExportedInEveryFormat() throws IOException, GeneralSecurityException {
        Path home = folder.resolve("home");
        assertThat(Call.steno("ca", "--home", home).out()).contains("(made now)", "curl", home.toString());
        assertThat(Call.steno("ca", "--home", home).out()).doesNotContain("(made now)");
        byte[] pem = Files.readAllBytes(home.resolve("ca.pem"));
        Certificate certificate = certificate(pem);

        Call asPem = Call.steno("ca", "export", "--home", home);
        assertThat(asPem.out().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(pem);
        Call asDer = Call.steno("ca", "export", "--home", home, "--format", "der");
        assertThat(certificate(asDer.out().getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(certificate);
        Path p12 = folder.resolve("steno.p12");
        assertThat(Call.steno("ca", "export", "--home", home, "--format", "p12", p12)
                        .out())
                .isEmpty();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(p12)) {
            store.load(in, new char[0]);
        }
        assertThat(store.getCertificate(store.aliases().nextElement())).isEqualTo(certificate);
    }

    @Test
    void theStepsToTrustTheCaCanBeCopied() throws Exception {
        Path home = Files.createDirectories(folder.resolve("a home"));
        Files.writeString(home.resolve("config.toml"), "listen = 9123\n");
        Call call = Call.steno("ca", "--home", home);
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(call.out())
                .contains("curl --cacert \"" + home.resolve("ca.pem") + "\" -x http://127.0.0.1:9123 ")
                .contains("sudo cp \"")
                .containsPattern("(?m)^valid until  \\d{4}-\\d\\d-\\d\\d$");
        Files.writeString(home.resolve("config.toml"), "listen = 0\n");
        assertThat(Call.steno("ca", "--home", home).out()).contains("-x http://127.0.0.1:8080 ");
    }

    @Test
    void aMissingFolderOfAnExportIsNamed() {
        Call call = Call.steno("ca", "export", "--home", folder, folder.resolve("no/such/ca.pem"));
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.err())
                .isEqualTo("steno: there is no folder " + folder.resolve("no/such")
                        + ": create it first, or name another file\n");
    }

    @Test
    void aHomeThatCannotBeAFolderIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThat(Call.steno("ca", "--home", file.resolve("home")).err())
                .isEqualTo("steno: " + file.resolve("home/config.toml") + ": cannot be read: Not a directory\n");
        Path blocked = Files.createDirectory(folder.resolve("home"));
        Files.createSymbolicLink(blocked.resolve("ca.lock"), Path.of("ca.lock"));
        Call call = Call.steno("ca", "--home", blocked);
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.err())
                .startsWith("steno: cannot write to Steno's folder " + blocked + " (")
                .endsWith("): make it writable, or choose another with --home DIR (STENO_HOME)\n");
    }

    @Test
    void aBinaryCertificateIsNotSentToATerminal() {
        Call call = Call.onTerminal(80, "ca", "export", "--home", folder, "--format", "der");
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.out()).isEmpty();
        assertThat(Call.steno("ca", "export", "--home", folder, "--format", "jks")
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void optionsSayWhereTheirValuesComeFrom() throws IOException {
        Files.writeString(folder.resolve("config.toml"), "detail = 2\nlisten = \"127.0.0.1:9999\"\n");
        String out = Call.steno("options", "--home", folder, "--listen", "7777").out();
        assertThat(out)
                .contains("detail\t0|1|2|3\t2\tconfig\t1\t")
                .contains("listen\taddress\t:7777\tcommand line\t127.0.0.1:8080\t")
                .contains("insecure\tboolean\tfalse\tdefault\tfalse\t");
        assertThat(Call.onTerminal(80, "options", "--home", folder).out()).contains("--detail, -d  0|1|2|3\n");
    }

    @Test
    void everyProblemOfAConfigurationIsALine() throws IOException {
        Files.writeString(folder.resolve("config.toml"), "detail = 9\nlistn = 1\n");
        Call call = Call.steno("options", "--home", folder);
        assertThat(call.code()).isEqualTo(ExitCode.USAGE);
        assertThat(call.err().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("steno: " + folder.resolve("config.toml") + ":"));
    }

    @Test
    void commandsAreListedWithTheirArguments() {
        assertThat(Call.steno("commands").out()).contains("session.keep file\tnothing\t");
        assertThat(Call.onTerminal(80, "commands").out()).contains("session.keep file\n    Keeps");
    }

    private static Certificate certificate(byte[] encoded) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }
}
