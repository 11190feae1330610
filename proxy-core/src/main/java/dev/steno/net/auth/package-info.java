/** Who may use the proxy. No sockets and no files; a client's password is neither stored nor shown. */
@NullMarked
package dev.steno.net.auth;

import org.jspecify.annotations.NullMarked;
