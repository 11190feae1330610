package dev.steno.command;

import java.util.List;

/**
 * Candidates for the end of a line.
 *
 * @param from index in {@code char}s at which a candidate replaces the rest of the line
 * @param candidates whole words, quoted if necessary
 */
public record Completion(int from, List<String> candidates) {

    public Completion {
        candidates = List.copyOf(candidates);
    }
}
