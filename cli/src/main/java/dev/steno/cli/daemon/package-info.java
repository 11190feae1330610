/**
 * What a program that starts and watches Steno is told: that the proxy is ready, and that it stops. Called on the main thread
 * and on a signal's thread.
 */
@NullMarked
package dev.steno.cli.daemon;

import org.jspecify.annotations.NullMarked;
