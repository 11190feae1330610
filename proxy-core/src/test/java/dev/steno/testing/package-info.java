/**
 * What the tests of all modules share, packed as the test jar of {@code proxy-core}: peers that speak to the proxy over real
 * sockets, programs that others wrote, and JUnit extensions. Nothing in it knows a class of the product that is not public.
 *
 * <ul>
 *   <li>{@code wire}: sockets and relays on loopback, below any protocol
 *   <li>{@code http1}, {@code http2}, {@code http3}: a client and a server of each version that send exact bytes or frames
 *   <li>{@code tls}: an authority for origins, and first messages of TLS
 *   <li>{@code process}: programs that others wrote
 *   <li>{@code proxy}: a proxy in the test's own process, and the classes that tests of it extend
 *   <li>{@code fuzz}: inputs at random, each decided by its number
 *   <li>{@code leak}: what fails a test class when a buffer leaked
 * </ul>
 */
@NullMarked
package dev.steno.testing;

import org.jspecify.annotations.NullMarked;
