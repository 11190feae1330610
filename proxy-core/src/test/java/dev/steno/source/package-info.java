/**
 * Tests of bodies that handlers give, over real sockets.
 *
 * <ul>
 *   <li>sources as answers, in all versions of HTTP: {@link AnswerSourcesTest}
 *   <li>a large file and a slow client: {@link LargeAnswerTest}
 * </ul>
 */
package dev.steno.source;
