/**
 * The test code that all modules share, packed as the test jar of {@code proxy-core}: peers that talk to the proxy over
 * real sockets, third-party programs, and JUnit extensions. It uses only public classes of the product.
 *
 * <ul>
 *   <li>{@code wire}: sockets and relays on loopback, below any protocol
 *   <li>{@code http1}, {@code http2}, {@code http3}: a client and a server of each version that send exact bytes or frames
 *   <li>{@code tls}: a CA for origins, and ClientHello messages
 *   <li>{@code process}: the product and third-party programs as processes
 *   <li>{@code proxy}: a proxy in the process of the test, and base classes for tests of it
 *   <li>{@code fuzz}: random inputs, each reproducible by its number
 *   <li>{@code leak}: extensions that fail a test class if a buffer leaked
 * </ul>
 *
 * {@link InFull} marks tests that {@code mvn verify} leaves out.
 */
@NullMarked
package dev.steno.testing;

import org.jspecify.annotations.NullMarked;
