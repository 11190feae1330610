package dev.steno.tui.screen;

import java.util.function.Function;

/**
 * A screen that is opened by its name: {@code :log}. Immutable.
 *
 * @param name one word in lower case
 * @param help what it shows, as a sentence
 * @param keys its keys, for the documentation
 * @param open creates the screen
 */
public record ScreenEntry(String name, String help, KeyTable<?> keys, Function<Desk, Screen> open) {}
