package dev.steno.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.Regex;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "/, /",
        "/items/17?a=b, /items/{n}",
        "/items/17/, /items/{n}/",
        "/17/18, /{n}/{n}",
        "/v1/x1, /v1/x1",
        "/a/0f8fad5b-d9cb-469f-a165-70867728950e/b, /a/{uuid}/b",
        "/a/0f8fad5bd9cb469fa16570867728950e, /a/{hash}",
        "/a/deadbeefdeadbeef, /a/deadbeefdeadbeef",
        "/a/0123456789abcdeg, /a/0123456789abcdeg",
        "/a/12-34, /a/12-34",
        "//x, //x",
        "/a%20b/1, /a%20b/{n}",
    })
    void segmentsThatDifferFromItemToItemAreFolded(String path, String template) {
        byte[] bytes = ("-" + path + "-").getBytes(StandardCharsets.UTF_8);
        KeyBuffer key = new KeyBuffer();
        PathTemplate.fold(bytes, 1, bytes.length - 2, key);
        assertThat(new String(key.bytes(), 0, key.length(), StandardCharsets.UTF_8))
                .isEqualTo(template);
        assertThat(Regex.of(PathTemplate.regex(template, true, true), Regex.Mode.PLAIN)
                        .find(path))
                .isTrue();
        assertThat(Regex.of(PathTemplate.regex(template, true, true), Regex.Mode.PLAIN)
                        .find(path + "/more"))
                .isEqualTo(path.contains("?"));
        assertThat(Regex.of(PathTemplate.regex(template, true, false), Regex.Mode.PLAIN)
                        .find(path))
                .isTrue();
    }
}
