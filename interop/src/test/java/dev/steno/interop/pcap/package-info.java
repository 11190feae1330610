/** Tests of packet captures as they are written: {@code PcapExporterTest}. */
@NullMarked
package dev.steno.interop.pcap;

import org.jspecify.annotations.NullMarked;
