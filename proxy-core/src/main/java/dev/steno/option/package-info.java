/**
 * The registry of options: records whose components are declared with {@link Opt}, one table of {@link ValueType}s that
 * parses, prints and completes their values, and layers that remember where each value came from. The command line, the
 * configuration file, the session and every user interface are thin layers over it.
 */
@NullMarked
package dev.steno.option;

import org.jspecify.annotations.NullMarked;
