/**
 * {@code steno import}, {@code export} and {@code open}: the command line of the formats in {@code dev.steno.interop}. Runs on the
 * main thread. Uses {@code cli.tool} for sessions and {@code cli.terminal}.
 */
@NullMarked
package dev.steno.cli.exchange;

import org.jspecify.annotations.NullMarked;
