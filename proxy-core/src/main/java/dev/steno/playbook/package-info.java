/**
 * A test kit for addons: plays exchanges through a real proxy on loopback, with a client and a server that tests script,
 * and says what each side got and what each handler decided. Needs no test framework; blocks the thread of the test.
 */
@NullMarked
package dev.steno.playbook;

import org.jspecify.annotations.NullMarked;
