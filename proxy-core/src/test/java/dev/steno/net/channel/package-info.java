/**
 * Tests of the classes below any protocol.
 *
 * <ul>
 *   <li>names of hosts: {@link NameResolverTest}, {@link HostLiteralsTest}
 *   <li>errors in words: {@link ErrorWordsTest}
 *   <li>the trace of connections: {@link TraceFileTest}, {@link TraceMaskTest}
 * </ul>
 */
package dev.steno.net.channel;
