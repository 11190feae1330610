/**
 * The two buses between the wire and everything else: hooks, which can change or stop what passes, and facts, which say
 * what passed. Addons use nothing but this package, the domain and the two registries.
 */
@NullMarked
package dev.steno.addon;

import org.jspecify.annotations.NullMarked;
