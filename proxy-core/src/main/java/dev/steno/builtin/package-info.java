/** The built-in addons. They use what any addon can use: the addon API, the domain and the two registries. */
@NullMarked
package dev.steno.builtin;

import org.jspecify.annotations.NullMarked;
