package dev.steno.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.Failure;
import dev.steno.option.OptionException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagReaderTest {

    @Test
    void everyFormOfAFlagIsRead() {
        assertThat(read("--listen", "9000", "--session=a b.steno", "-d2", "-qv"))
                .containsOnly(
                        entry("listen", "9000"),
                        entry("session", "a b.steno"),
                        entry("detail", "2"),
                        entry("quiet", "true"),
                        entry("verbose", "true"));
        assertThat(read("-l", ":1", "-qd", "0"))
                .containsOnly(entry("listen", ":1"), entry("quiet", "true"), entry("detail", "0"));
    }

    @Test
    void aSwitchCanBeSwitchedOff() {
        assertThat(read("--insecure")).containsOnly(entry("insecure", "true"));
        assertThat(read("--insecure=false", "-q")).containsOnly(entry("insecure", "false"), entry("quiet", "true"));
    }

    @Test
    void aRepeatableFlagAddsUp() {
        assertThat(read("--upstream-ca", "a.pem", "--upstream-ca=b.pem").get("upstream-ca"))
                .contains("a.pem")
                .contains("b.pem");
    }

    @Test
    void aFlagThatTakesOneValueIsRefusedTheSecondTime() {
        assertThatThrownBy(() -> read("--listen", "1", "--listen", "2"))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("listen");
    }

    @Test
    void setGivesAnyOption() {
        assertThat(read("--set", "connect_timeout=5s", "--set=detail=3"))
                .containsOnly(entry("connect-timeout", "5s"), entry("detail", "3"));
        assertThatThrownBy(() -> read("--set", "detail")).hasMessageContaining("NAME=VALUE");
        assertThatThrownBy(() -> read("--set", "detial=1")).hasMessageContaining("detail");
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> read("--sesion", "x"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Did you mean --session?");
        assertThatThrownBy(() -> read("-x")).hasMessageContaining("-x");
        assertThatThrownBy(() -> read("--session")).hasMessageContaining("--session needs a value");
        assertThatThrownBy(() -> read("work.steno")).hasMessageContaining("work.steno");
        assertThatThrownBy(() -> read("-")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> read("--")).isInstanceOf(Failure.class);
    }

    private static Map<String, String> read(String... args) {
        return FlagReader.read(List.of(args), ProductOptions.declared());
    }
}
