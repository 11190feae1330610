/**
 * The options of {@code steno run}, how they are read from flags and the home folder, and the settings of the parts that follow from them.
 * For the thread that starts the product; values are immutable. Knows nothing of the parts themselves, except the settings that they take.
 */
@NullMarked
package dev.steno.cli.option;

import org.jspecify.annotations.NullMarked;
