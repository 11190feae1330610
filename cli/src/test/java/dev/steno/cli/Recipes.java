package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import dev.steno.testing.process.ProductClasses;
import dev.steno.testing.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The lines of a page that a reader can type, each run by a shell of its own. Behind {@code #} is what it prints. */
final class Recipes {
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    private final Path folder;
    private final String access;

    /**
     * @param folder has the home folder
     * @param access definitions that all lines can use, beside {@code steno}, which is the product of this build
     */
    Recipes(Path folder, String access) {
        this.folder = folder;
        this.access = launcher() + access;
    }

    /** Returns the blocks of a page below {@code docs}. */
    static List<String> blocks(String page) throws IOException {
        return blocks(Checkout.file("docs/" + page));
    }

    static List<String> blocks(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String launcher() {
        List<String> words = Program.java().words("-XX:+UseSerialGC");
        words.addAll(ProductClasses.options());
        words.add("dev.steno.cli.Main");
        return words.stream()
                .map(word -> "'" + word + "' ")
                .collect(Collectors.joining("", "steno() { ", "\"$@\"; }\n"));
    }

    /** Runs a line of a page, and checks what it prints. */
    void check(String line) throws IOException, InterruptedException {
        int wanted = line.lastIndexOf("# ");
        String said = run(wanted < 0 ? line : line.substring(0, wanted));
        assertThat(said).as(line).contains(wanted < 0 ? "" : line.substring(wanted + 2));
    }

    /** Runs a script; returns what it printed. */
    String run(String script) throws IOException, InterruptedException {
        Path file = folder.resolve("recipe.sh");
        Files.writeString(file, access + script + "\n");
        ProcessBuilder words = new ProcessBuilder("/bin/sh", "-eu", file.toString()).redirectErrorStream(true);
        words.environment().put("STENO_HOME", folder.resolve("home").toString());
        words.environment().put("TMPDIR", folder.toString());
        Process shell = words.start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(script + "\n" + said).isZero();
        return said;
    }
}
