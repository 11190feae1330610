package dev.steno.interop.outlet;

/**
 * What a person may ask of an export. Immutable.
 *
 * @param formatVersion of formats that have several; 0 for the usual one
 * @param truePorts whether a packet capture has the true ports, by which Wireshark may not recognise HTTP
 * @param withoutStatic whether a load test leaves out images, fonts, style sheets, scripts and media
 */
public record ExportOptions(int formatVersion, boolean truePorts, boolean withoutStatic) {
    /** Nothing is asked. */
    public static final ExportOptions NONE = new ExportOptions(0, false, false);
}
