/**
 * The resources that exchange flows with other tools: files that are imported, and exports in foreign formats. On the threads
 * of requests, which may block. Uses {@code interop}, {@code web.http} and {@code web.session}.
 */
@NullMarked
package dev.steno.web.exchange;

import org.jspecify.annotations.NullMarked;
