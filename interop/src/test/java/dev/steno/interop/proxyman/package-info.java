/**
 * Tests of the import of logs of Proxyman.
 *
 * <ul>
 *   <li>logs: {@link ProxymanImporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.proxyman;

import org.jspecify.annotations.NullMarked;
