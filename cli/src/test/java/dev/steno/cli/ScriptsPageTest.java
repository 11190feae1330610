package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.playbook.Playbook;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/scripts.md} shows compiles and runs as it says. */
class ScriptsPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private static String page() throws IOException {
        return Files.readString(Checkout.file("docs/scripts.md"));
    }

    private static List<String> examples() throws IOException {
        return EXAMPLE.matcher(page())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void theFirstExampleDoesWhatItSays() throws IOException {
        Path file = Files.writeString(folder.resolve("hello.java"), examples().get(0));
        try (Playbook play = Playbook.ofScripts(Map.of(), file)) {
            play.exchange("GET http://shop.test/old", "200 OK\n\nhere")
                    .serverReceived("X-Hello: world")
                    .clientReceived(410)
                    .clientReceived("gone")
                    .withoutFailures();
        }
    }

    @Test
    void theOtherExamplesCompile() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(2);
        for (String example : examples()) {
            Path file = Files.writeString(folder.resolve("example.java"), example);
            assertThat(Call.steno("script", "check", file).out()).isEmpty();
        }
    }

    /** A script with all methods of the table loads, and none of them is unknown. */
    @Test
    void theTableHasTheHooksAsTheyAreDeclared() throws IOException {
        List<String> methods = page().lines()
                .filter(line -> line.startsWith("| `void "))
                .map(line -> line.split("`")[1])
                .toList();
        assertThat(methods).hasSize(30);
        Path file = Files.writeString(
                folder.resolve("all.java"),
                methods.stream().map(each -> each + " {}\n").collect(Collectors.joining()));
        try (Playbook play = Playbook.ofScripts(Map.of(), file)) {
            String hooks = play.commands().call("script.list", List.of()).text();
            assertThat(methods).allMatch(each -> hooks.contains(each.replaceAll("void (\\w+).*", "$1")));
        }
    }

    @Test
    void theCommandsOfThePageRun() throws IOException {
        Path file = folder.resolve("hello.java");
        assertThat(page()).contains("```sh\nsteno script new hello.java\nsteno script check hello.java\n```");

        assertThat(Call.steno("script", "new", file).code()).isZero();
        assertThat(Call.steno("script", "check", file).code()).isZero();
    }
}
