package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/defaults.md} says what the code has. */
class DefaultsPageTest {
    private static final Pattern VALUE = Pattern.compile("`(\\w+)\\.([A-Z_0-9]+)` = `([^`]+)`");

    @Test
    void theValuesAreThoseOfTheCode() throws Exception {
        Matcher value = VALUE.matcher(Files.readString(Path.of("..", "docs", "defaults.md")));
        int count = 0;
        while (value.find()) {
            Field field = Class.forName("dev.steno.net." + value.group(1)).getDeclaredField(value.group(2));
            field.setAccessible(true);
            assertThat(text(field.get(null))).as(value.group()).isEqualTo(value.group(3));
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(10);
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }
}
