/**
 * Addons that come with Steno, one a file. Each uses what any other addon could: the buses, the domain and the two
 * registries.
 */
@NullMarked
package dev.steno.builtin;

import org.jspecify.annotations.NullMarked;
