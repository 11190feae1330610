/**
 * The registry of options: records whose components are declared with {@link Opt}, one table of {@link ValueType}s that
 * reads, prints and completes their values, and layers that keep where each value came from. The command line, the
 * configuration file, the session and every user interface are skins over it.
 */
@NullMarked
package dev.steno.option;

import org.jspecify.annotations.NullMarked;
