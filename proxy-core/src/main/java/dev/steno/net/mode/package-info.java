/** The modes of listeners, their text form and their credentials. Immutable values for any thread; no sockets. */
@NullMarked
package dev.steno.net.mode;

import org.jspecify.annotations.NullMarked;
