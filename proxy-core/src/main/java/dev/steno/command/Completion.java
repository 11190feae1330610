package dev.steno.command;

import java.util.List;

/**
 * What could end a line.
 *
 * @param from where in the line, as an index of {@code char}s, the candidates go, in place of all that follows
 * @param candidates whole words, quoted where they must be
 */
public record Completion(int from, List<String> candidates) {

    public Completion {
        candidates = List.copyOf(candidates);
    }
}
