package dev.steno.diff;

import dev.steno.compare.IgnoreRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of rules on what is no difference: one on each line; lines that begin with {@code #} are comments. UTF-8. Stateless.
 */
public final class IgnoreFile {
    /** Upper bound on rules. */
    private static final int MOST = 20_000;

    private IgnoreFile() {}

    /**
     * Reads rules.
     *
     * @throws IOException if the file cannot be read, or a line is not a rule; the message names file and line
     */
    public static List<IgnoreRule> read(Path file) throws IOException {
        List<IgnoreRule> rules = new ArrayList<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
                if (!text.isBlank() && !text.strip().startsWith("#")) {
                    rules.add(IgnoreRule.parse(text.strip()));
                }
                if (rules.size() > MOST) {
                    throw new IOException(file + " has more than " + MOST + " rules; write patterns with * instead");
                }
            }
        } catch (IgnoreRule.IgnoreRuleException e) {
            throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new IOException(
                    file + " is not a text in UTF-8; it has one rule a line, such as header:x-request-id", e);
        }
        return rules;
    }

    /** Writes what was learned from two sessions. An existing file is replaced. */
    public static void write(Path file, LearnedNoise noise, String from) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# What differs between " + from.replace('\n', ' ') + ", for steno diff --ignore-from.");
        lines.add("# The number above a rule says in how many pairs of flows it was seen.");
        for (Map.Entry<IgnoreRule, Long> rule : noise.rules().entrySet()) {
            lines.add("# " + rule.getValue());
            lines.add(rule.getKey().toString());
        }
        noise.notLearned().forEach((what, count) -> lines.add("# not learned: " + count + " " + what));
        Files.write(file, lines, StandardCharsets.UTF_8);
    }
}
