/**
 * Tests of packet captures as they are written.
 *
 * <ul>
 *   <li>packets, read by Wireshark where it is installed: {@link PcapExporterTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.pcap;

import org.jspecify.annotations.NullMarked;
