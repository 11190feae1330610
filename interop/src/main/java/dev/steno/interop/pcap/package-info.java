/**
 * Packet captures as they are written: pcapng with TCP connections that are made up around the recorded messages, in clear
 * text. For the thread of an export. Uses {@code interop.outlet}.
 */
@NullMarked
package dev.steno.interop.pcap;

import org.jspecify.annotations.NullMarked;
