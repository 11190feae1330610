package dev.steno.interop.outlet;

/**
 * What a person may ask of an export. Immutable.
 *
 * @param formatVersion of formats that have several; 0 for the usual one
 * @param truePorts whether a packet capture has the true ports, by which Wireshark may not recognise HTTP
 * @param withoutStatic whether a load test leaves out images, fonts, style sheets, scripts and media
 */
public record ExportOptions(int formatVersion, boolean truePorts, boolean withoutStatic) {
    /** What may be asked of some formats. */
    public enum Choice {
        /** The true ports in a packet capture. */
        TRUE_PORTS("true_ports", "the ports as they were, by which Wireshark may not recognise HTTP"),
        /** No images, fonts, style sheets, scripts and media. */
        NO_STATIC("no_static", "no images, fonts, style sheets, scripts and media");

        private final String label;
        private final String meaning;

        Choice(String label, String meaning) {
            this.label = label;
            this.meaning = meaning;
        }

        /** Returns its name for programs. */
        public String label() {
            return label;
        }

        /** Returns what the file then has, for people. */
        public String meaning() {
            return meaning;
        }
    }

    /** Nothing is asked. */
    public static final ExportOptions NONE = new ExportOptions(0, false, false);
}
