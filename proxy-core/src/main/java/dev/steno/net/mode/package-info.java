/** The role of a listener: the modes, their text form and the credentials they hold. Pure values; no sockets. */
@NullMarked
package dev.steno.net.mode;

import org.jspecify.annotations.NullMarked;
