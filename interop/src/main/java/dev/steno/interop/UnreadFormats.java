package dev.steno.interop;

import dev.steno.interop.intake.Preamble;
import dev.steno.interop.json.JsonShape;

/** Files that are known and not read: what they are and what to do. Stateless. */
final class UnreadFormats {
    private UnreadFormats() {}

    /** Returns a clause that follows the name of the file. */
    static String describe(Preamble head) {
        if (head.start().length == 0) {
            return "is empty";
        }
        if (head.startsWith("\u00AC\u00ED\u0000\u0005")) {
            return "is a session of Charles in Java's serialised form, which is not read: run charles convert FILE.chls"
                    + " FILE.chlsj and import that";
        }
        if (head.startsWith("SQLite format 3\u0000")) {
            return "is a SQLite database: a session of Steno is merged with steno merge, the project of another tool is"
                    + " exported there as HAR first";
        }
        if (head.startsWith("\n\r\r\n") || isPcap(head)) {
            return "is a packet capture, which is not read: export its HTTP with tshark -r FILE --export-objects http,DIR";
        }
        if (head.startsWith("filedesc:")) {
            return "is an archive in the ARC format, which is not read: convert it to WARC first, such as with warcio recompress";
        }
        if (head.startsWith("bplist00")) {
            return "is a binary property list, as Proxyman wrote its logs before version 2, which is not read: save it there as"
                    + " a log of version 2 (.proxymanlogv2) or as HAR";
        }
        if (head.text().contains("<charles-session")) {
            return "is a session of Charles in XML, which is not read: run charles convert FILE.chlsx FILE.chlsj and import"
                    + " that";
        }
        if (JsonShape.of(head.start()).json()) {
            return "is JSON without the entries of an HTTP archive or the transactions of Charles; export it as HAR";
        }
        if (head.isZip()) {
            return "is a ZIP file without entries of a known format; extract it and import the files in it";
        }
        return "is of no format that is read (" + Formats.importerLabels()
                + "); name the format with --from if it is one of these";
    }

    private static boolean isPcap(Preamble head) {
        return head.startsWith("\u00D4\u00C3\u00B2\u00A1")
                || head.startsWith("\u00A1\u00B2\u00C3\u00D4")
                || head.startsWith("\u004D\u003C\u00B2\u00A1")
                || head.startsWith("\u00A1\u00B2\u003C\u004D");
    }
}
