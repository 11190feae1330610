/**
 * Server replay: recorded sessions answer requests in the place of servers, which are then not even looked up; and the options
 * and commands of it.
 *
 * <p>Requests are decided upon on event loops if what they need is in memory, otherwise on the executor of addons, where the
 * sessions are read. Uses {@code addon}, {@code mock.key}, {@code mock.index}, {@code mock.answer}, {@code mock.socket}, {@code
 * session} and {@code view}.
 */
@NullMarked
package dev.steno.mock;

import org.jspecify.annotations.NullMarked;
