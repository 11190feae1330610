/**
 * The addons that come with Steno, one a file. They use what any addon may use: the domain, the two buses and the two
 * registries, never the wire.
 */
@NullMarked
package dev.steno.builtin;

import org.jspecify.annotations.NullMarked;
