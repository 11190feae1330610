/**
 * Rules of one line in JavaScript, run by Rhino (https://github.com/mozilla/rhino) without access to anything but the exchange.
 *
 * <p>Threads: those of scripts, which may block. Uses {@code script} and {@code script.run}. The only user of Rhino.
 */
@NullMarked
package dev.steno.script.js;

import org.jspecify.annotations.NullMarked;
