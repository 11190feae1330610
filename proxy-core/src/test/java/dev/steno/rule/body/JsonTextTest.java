package dev.steno.rule.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.rule.action.BodyChange;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private final List<String> said = new ArrayList<>();

    private JsonText text(int limit) {
        JsonPass pass =
                new JsonPass(BodyChange.of("json:$.a", "[1]").edit()::apply, limit, () -> said.add("found"), said::add);
        return new JsonText(pass, changed -> changed.chars().allMatch(c -> c < 0x80));
    }

    private static String passed(JsonText text, String body, int size) {
        StringBuilder out = new StringBuilder();
        for (int from = 0; from < body.length(); from += size) {
            out.append(text.put(body.substring(from, Math.min(body.length(), from + size))));
            if (text.mark()) {
                out.append(text.release());
            }
        }
        return out.append(text.end()).toString();
    }

    @Property(tries = 200)
    void howeverItIsCut(@ForAll @IntRange(min = 1, max = 60) int size) {
        String body = "\n{\"a\": \"}\\\"\\n\\\\\", \"b\": {\n}}\n 12\r\n[\n1]\n\n{\"b\": \"{\"} \"x\"\n{\"a\": 3}";
        String changed = "\n{\"a\": [1], \"b\": {\n}}\n 12\r\n[\n1]\n\n{\"b\": \"{\",\"a\":[1]} \"x\"\n{\"a\": [1]}";
        assertThat(passed(text(1000), body, size)).isEqualTo(changed);
        assertThat(said).containsExactly("found");
        said.clear();
    }

    @Test
    void aLinePassesOnceItIsComplete() {
        JsonText text = text(1000);
        assertThat(text.put("{\"a\": 1}\n{\"a\"")).isEqualTo("{\"a\": [1]}\n");
        assertThat(text.mark()).isFalse();
        assertThat(text.put(": 2}")).isEmpty();
        assertThat(text.mark()).isTrue();
        assertThat(text.release()).isEqualTo("{\"a\": [1]}");
        assertThat(text.mark()).isFalse();
        assertThat(text.put("\n \n")).isEqualTo("\n \n");
        assertThat(text.put("\n [")).isEqualTo("\n ");
        assertThat(text.put("]")).isEmpty();
        assertThat(text.end()).isEqualTo("[]");
    }

    @Test
    void whatIsNotJsonPassesAsItIs() {
        assertThat(passed(text(1000), "{\"a\": 1}\nno\n{\"a\": 1}\n", 1)).isEqualTo("{\"a\": [1]}\nno\n{\"a\": 1}\n");
        assertThat(said).containsExactly("found", "the body is not JSON");
        said.clear();
        assertThat(passed(text(1000), "{\"a\": 1", 3)).isEqualTo("{\"a\": 1");
        assertThat(said).containsExactly("the body is not JSON");
        said.clear();
        assertThat(passed(text(1000), "{\"\u00e9\": 1}", 3)).isEqualTo("{\"\u00e9\": 1}");
        assertThat(said).containsExactly("the value has a character that the charset of the body does not have");
    }

    @Test
    void aValueThatIsTooLargePassesAsItIs() {
        assertThat(passed(text(12), "{\"a\": 1}\n{\"a\": 1234567890123456}\n{\"a\": 1}\n", 3))
                .isEqualTo("{\"a\": [1]}\n{\"a\": 1234567890123456}\n{\"a\": 1}\n");
        assertThat(said).containsExactly("found", "a JSON value of the body is larger than rules-body");
    }
}
