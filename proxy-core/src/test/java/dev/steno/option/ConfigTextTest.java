package dev.steno.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomlj.Toml;

/** Options get other values in the text of a configuration file, whose other lines stay. */
class ConfigTextTest {
    private final Options options = TestOptions.all();

    @TempDir
    private Path folder;

    private String with(String text, String name, @Nullable String value) {
        return ConfigText.with(text, Collections.singletonMap(name, value), options);
    }

    @Test
    void aValueIsReplacedInItsPlaceAndAllElseStays() {
        String text = """
                # how I like it
                listen = "0.0.0.0:9090" # all addresses

                # much
                detail = 2
                """;

        assertThat(with(text, "detail", "3")).isEqualTo(text.replace("detail = 2", "detail = 3"));
        assertThat(with(text, "detail", null)).isEqualTo(text.replace("detail = 2\n", ""));
        assertThat(with(text, "session", "work.steno")).isEqualTo(text + "session = 'work.steno'\n");
        assertThat(with(text, "session", null)).isEqualTo(text);
        assertThat(with("", "insecure", "true")).isEqualTo("insecure = true\n");
    }

    @Test
    void aValueOfSeveralLinesIsReplacedAsAWhole() throws IOException {
        String text =
                "upstream_ca = [ # two\n  \"a,b.pem\",\n  'c]d.pem'\n]\ndetail = 2\nsession = \"\"\"\na\\\n   .steno\"\"\"\n";

        String changed = ConfigText.with(text, Map.of("upstream-ca", "e.pem,\"f,g.pem\"", "session", "it's"), options);

        assertThat(changed).isEqualTo("upstream-ca = ['e.pem', 'f,g.pem']\ndetail = 2\nsession = \"it's\"\n");
        Path file = Files.writeString(folder.resolve(ConfigFile.NAME), changed);
        assertThat(ConfigFile.read(file, options))
                .isEqualTo(Map.of("upstream-ca", "e.pem,\"f,g.pem\"", "session", "it's", "detail", "2"));
    }

    @Property(tries = 300)
    void anyTextIsReadAsItWasWritten(@ForAll String value) {
        Map<String, @Nullable String> values = new HashMap<>();
        values.put("session", value);
        boolean isText = value.codePoints().noneMatch(point -> point >= 0xd800 && point <= 0xdfff);

        String text = ConfigText.with("detail = 2\n", values, options);

        if (isText) {
            Object read = Toml.parse(text).get("session");
            assertThat(Toml.parse(text).errors()).isEmpty();
            assertThat(String.valueOf(read)).isEqualTo(value);
        }
    }
}
