/**
 * Requests to the API, the resources that answer them, and problems as responses; independent of the server.
 */
@NullMarked
package dev.steno.web.http;

import org.jspecify.annotations.NullMarked;
