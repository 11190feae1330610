package dev.steno.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.option.TestOptions.Net;
import dev.steno.option.TestOptions.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private final Options options = TestOptions.all();

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve(ConfigFile.NAME);
    }

    @Test
    void aFileGivesOptionsByEitherSpelling() throws IOException {
        Files.writeString(file, """
                # how I like it
                listen = "0.0.0.0:9090"
                upstream_ca = ["a,b.pem", "c.pem"]
                insecure = true
                detail = 2
                session = "~/x.steno"
                """);

        options.apply(Map.of(OptionSource.CONFIG, ConfigFile.read(file, options)));

        Net net = options.get(Net.class);
        assertThat(net.listen()).isEqualTo(new HostPort("0.0.0.0", 9090));
        assertThat(net.upstreamCa()).containsExactly(Path.of("a,b.pem"), Path.of("c.pem"));
        assertThat(net.insecure()).isTrue();
        assertThat(options.get(Store.class).detail()).isEqualTo(2);
        assertThat(options.get(Store.class).file()).contains(UserHome.path().resolve("x.steno"));
        assertThat(options.require("detail").source()).isEqualTo(OptionSource.CONFIG);
    }

    @Test
    void aRepeatableOptionMayBeGivenOnce() throws IOException {
        Files.writeString(file, "upstream-ca = \"a,b.pem\"\n");

        options.set(ConfigFile.read(file, options));

        assertThat(options.get(Net.class).upstreamCa()).containsExactly(Path.of("a,b.pem"));
    }

    @Test
    void aMissingOrEmptyFileGivesNothing() throws IOException {
        assertThat(ConfigFile.read(file, options)).isEmpty();
        Files.writeString(file, "");
        assertThat(ConfigFile.read(file, options)).isEmpty();
    }

    @Test
    void everyProblemIsReportedWithFileLineAndColumn() throws IOException {
        Files.writeString(file, """
                listen = "here"
                  max-bodi = "1mb"

                detail = [1, 2]
                upstream-ca = ["a.pem", ["b.pem"]]
                insecure = true
                connect-timeout = 10
                on-store-failure = 1979-05-27
                [proxy]
                port = 1
                """);

        assertThat(problems())
                .containsExactly(
                        file
                                + ":1:1: option listen: \"here\" has no port, as here:8080 has; accepted: host:port, :port or port, an IPv6"
                                + " address in brackets, such as 127.0.0.1:8080 or [::1]:8080",
                        file + ":2:3: there is no option max-bodi; did you mean max-body?",
                        file + ":4:1: option detail takes one value, not an array",
                        file + ":5:1: option upstream-ca takes a string, a number or a boolean here",
                        file
                                + ":7:1: option connect-timeout: \"10\" has no unit; accepted: a number with ns, us, ms, s,"
                                + " min, h or d, such as 200ms or 1.5min",
                        file + ":8:1: option on-store-failure takes a string, a number or a boolean here",
                        file + ":9:1: proxy is a table; options are written as plain keys, without sections");
        assertThat(options.texts(OptionSource.CONFIG)).isEmpty();
    }

    @Test
    void anOptionUnderBothSpellingsIsReported() throws IOException {
        Files.writeString(file, "max-body = \"1mb\"\nmax_body = \"2mb\"\n");

        assertThat(problems()).containsExactly(file + ":2:1: option max-body is given a second time");
    }

    @Test
    void invalidTomlIsReportedWithItsPosition() throws IOException {
        Files.writeString(file, "insecure = true\nlisten = \n");

        assertThat(problems()).singleElement().asString().startsWith(file + ":2:10: ");
    }

    @Test
    void aFileOfAWindowsEditorIsRead() throws IOException {
        Files.writeString(file, "\uFEFFdetail = 2\r\n# comment\r\nsession = 'C:\\Users\\x.steno'\r\n");

        options.apply(Map.of(OptionSource.CONFIG, ConfigFile.read(file, options)));

        assertThat(options.get(Store.class).detail()).isEqualTo(2);
        assertThat(options.get(Store.class).file()).contains(Path.of("C:\\Users\\x.steno"));
    }

    @Test
    void aBackslashInDoubleQuotesIsExplained() throws IOException {
        for (String path : new String[] {"C:\\Users\\x.steno", "C:\\work.steno"}) {
            Files.writeString(file, "session = \"" + path + "\"\n");
            assertThat(problems())
                    .singleElement()
                    .asString()
                    .contains("in double quotes, a backslash is written twice");
        }
    }

    @Test
    void aFileThatIsNoTextIsReported() throws IOException {
        Files.write(file, new byte[] {'a', (byte) 0xff, '\n'});
        assertThat(problems()).containsExactly(file + ": is not UTF-8 text; save it in the encoding UTF-8");
    }

    @Test
    void aDirectoryInPlaceOfTheFileIsReported() throws IOException {
        Files.createDirectory(file);
        assertThat(problems()).singleElement().asString().startsWith(file + ": cannot be read: ");
    }

    private List<String> problems() {
        try {
            ConfigFile.read(file, options);
        } catch (ConfigException e) {
            assertThat(e.getMessage()).isEqualTo(String.join(System.lineSeparator(), e.problems()));
            return e.problems();
        }
        throw new AssertionError("the file was accepted");
    }

    @Test
    void aSecretInTheFileIsNotShownByItsError() throws IOException {
        Files.writeString(file, "key-number = \"12x45\"\n");

        assertThatThrownBy(() -> ConfigFile.read(file, options))
                .hasMessageContaining(":1:1: option key-number: the value is not a whole number")
                .hasMessageNotContaining("12x45");
    }
}
