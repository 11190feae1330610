package dev.steno.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionReferenceTest {

    @Test
    void thePageListsEveryOptionThatIsNotHidden() {
        assertThat(OptionReference.markdown(TestOptions.all()))
                .startsWith("# Options\n\n")
                .endsWith("""

                        | Option | Type | Default | What it does |
                        |---|---|---|---|
                        | `--connect-timeout` | `duration` | `10s` | How long to wait for a connection. |
                        | `--detail` | `0\\|1\\|2\\|3` | `1` | How much to print. |
                        | `--inline-body` | `size` | `16kib` | The largest body kept beside its flow. |
                        | `--insecure`, `-k`, `-K` | `boolean` | `false` | Trusts every upstream certificate. |
                        | `--key-number` | `number` |  | The number of the key. |
                        | `--listen`, `-l` | `address` | `127.0.0.1:8080` | Where to listen. |
                        | `--max-body` | `size` | `1gib` | The largest body kept. |
                        | `--on-store-failure` | `stop\\|pass-on` | `stop` | What happens to traffic when writing fails. |
                        | `--password` | `text` |  | The password of the next proxy. |
                        | `--session` | `path` |  | The session's file. |
                        | `--upstream-ca` | `list of path` |  | Further authorities to trust upstream. Repeatable. |
                        """);
    }

    @Test
    void currentValuesDoNotChangeThePage() {
        Options options = TestOptions.all();
        String before = OptionReference.markdown(options);

        options.set("listen", ":1");

        assertThat(OptionReference.markdown(options)).isEqualTo(before);
    }

    @Test
    void aCellCannotEndItsTable() {
        assertThat(new MarkdownTable("a", "b").row("x|y\nz", MarkdownTable.code("`")))
                .hasToString("| a | b |\n|---|---|\n| x\\|y z | `` ` `` |\n");
        assertThatThrownBy(() -> new MarkdownTable("a").row("x", "y")).hasMessage("2 cells for 1 columns");
    }
}
