package dev.steno.stats;

import java.util.function.Supplier;

/**
 * What is asked about some flows. Immutable.
 *
 * @param key equal for two questions that always have the same answer
 * @param tally makes an empty tally that finds the answer
 * @param <R> the answer
 */
public record Question<R>(Object key, Supplier<? extends Tally<R>> tally) {}
