/**
 * Who may use the API: the names of the server, the origin of a request, the token.
 */
@NullMarked
package dev.steno.web.guard;

import org.jspecify.annotations.NullMarked;
