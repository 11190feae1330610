package dev.steno.cli.client;

import dev.steno.testing.process.ProductClasses;
import dev.steno.testing.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls of this build's {@code steno} as a separate process, with a home folder and an environment of the test. */
final class StenoCall {
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();

    /** @param folder contains the home folder, whose name has a space */
    StenoCall(Path folder) throws IOException {
        this.home = Files.createDirectories(folder.resolve("a home"));
        environment.put("HOME", home.toString());
        environment.put("STENO_HOME", home.resolve(".steno").toString());
    }

    /** Adds an environment variable. */
    StenoCall with(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    /** The home of the user; Steno's is in it. */
    Path home() {
        return home;
    }

    /** Runs a call and waits for its end. */
    Program.Outcome run(Object... arguments) {
        return Program.java().callWith(environment, words(arguments));
    }

    /** Returns a builder that starts a call. */
    ProcessBuilder builder(Object... arguments) {
        ProcessBuilder builder = Program.java().builder(words(arguments));
        builder.environment().putAll(environment);
        return builder;
    }

    private static Object[] words(Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(ProductClasses.options());
        words.add("dev.steno.cli.Main");
        words.addAll(Arrays.asList(arguments));
        return words.toArray();
    }
}
