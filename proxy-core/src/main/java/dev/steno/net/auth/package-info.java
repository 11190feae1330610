/** Who may use the proxy. No sockets and no files; nothing here keeps or shows a password that it was given. */
@NullMarked
package dev.steno.net.auth;

import org.jspecify.annotations.NullMarked;
