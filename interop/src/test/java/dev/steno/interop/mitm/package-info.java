/**
 * Tests of mitmproxy's flow files. {@code FlowFile} builds files of any version from maps and lists, {@code Exported}
 * is a session as such a file.
 *
 * <ul>
 *   <li>damaged files: {@link MitmDamageTest}
 *   <li>keys of each format: {@link MitmExporterTest}
 *   <li>all versions: {@link MitmFormatsTest}
 *   <li>mutated files: {@link MitmFuzzTest}
 *   <li>there and back: {@link MitmRoundTripTest}
 *   <li>beside mitmproxy itself: {@link MitmproxyPeerTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.mitm;

import org.jspecify.annotations.NullMarked;
