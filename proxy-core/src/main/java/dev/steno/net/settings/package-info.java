/**
 * The settings of the wire: immutable values, for any thread. Uses {@code mode} and {@code auth}.
 */
@NullMarked
package dev.steno.net.settings;

import org.jspecify.annotations.NullMarked;
