package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The values in {@code docs/defaults.md} are those of the code. */
class DefaultsPageTest {
    private static final Pattern VALUE = Pattern.compile("`(\\w+)\\.([A-Z_0-9]+)` = `([^`]+)`");

    @Test
    void theValuesAreThoseOfTheCode() throws Exception {
        Matcher value = VALUE.matcher(Files.readString(Path.of("..", "docs", "defaults.md")));
        int count = 0;
        while (value.find()) {
            Field field = type(value.group(1)).getDeclaredField(value.group(2));
            field.setAccessible(true);
            assertThat(text(field.get(null))).as(value.group()).isEqualTo(value.group(3));
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(10);
    }

    /** A class of {@code net} or below by its simple name, in any package. */
    private static Class<?> type(String name) throws Exception {
        Path sources = Path.of("src", "main", "java");
        try (Stream<Path> files = Files.walk(sources.resolve("dev/steno/net"))) {
            Path found = files.filter(file -> file.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no class " + name));
            String path = sources.relativize(found).toString();
            return Class.forName(
                    path.substring(0, path.length() - ".java".length()).replace(File.separatorChar, '.'));
        }
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }
}
