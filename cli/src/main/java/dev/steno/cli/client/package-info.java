/**
 * Clients that need no set-up by hand: the files and environment variables that make programs use the proxy and trust
 * its CA, the commands {@code exec}, {@code env} and {@code browser}, and the processes that they start. For the main
 * thread.
 */
@NullMarked
package dev.steno.cli.client;

import org.jspecify.annotations.NullMarked;
