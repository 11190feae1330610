/** Authentication of the proxy's clients. No sockets and no files; no class here stores or shows a password. */
@NullMarked
package dev.steno.net.auth;

import org.jspecify.annotations.NullMarked;
