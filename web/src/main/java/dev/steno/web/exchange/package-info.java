/**
 * The resources that exchange flows with other tools and sessions: files that are imported, and exports in any format. On the
 * threads of requests, which may block. Uses {@code interop}, {@code web.flows}, {@code web.guard}, {@code web.http} and {@code
 * web.session}.
 */
@NullMarked
package dev.steno.web.exchange;

import org.jspecify.annotations.NullMarked;
