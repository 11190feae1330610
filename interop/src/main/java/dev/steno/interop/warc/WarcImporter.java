package dev.steno.interop.warc;

import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.Preamble;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads web archives, plain or with a gzip member for each record. */
public final class WarcImporter implements FlowImporter {
    private static final Pattern SOFTWARE = Pattern.compile("(?im)^software:[ \\t]*([^\\r\\n]{1,100})");
    private static final int LONGEST_INFO = 16 << 10;

    @Override
    public String label() {
        return "warc";
    }

    @Override
    public String title() {
        return "WARC";
    }

    @Override
    public boolean recognises(Preamble head) {
        return head.startsWith("WARC/") || head.text().stripLeading().startsWith("WARC/1.");
    }

    @Override
    public void importFlows(ImportSource from, Intake to) throws IOException {
        WarcPairs pairs = new WarcPairs(to);
        try (InputStream raw = from.openRaw();
                WarcRecords records = new WarcRecords(raw, from)) {
            try {
                for (WarcRecords.Found found = records.next(); found != null; found = records.next()) {
                    try {
                        read(found, pairs, to);
                    } catch (SkippedEntryException e) {
                        to.skip(e, found.place());
                    }
                }
            } finally {
                pairs.addAll();
            }
            if (records.faults() > 0) {
                to.losses().count(Loss.DAMAGED, records.faults(), records.firstFault());
                throw new DamagedFileException(from.name() + " is damaged in "
                        + Quantity.count(records.faults(), "place") + ", first at " + records.firstFault()
                        + "; what is whole before and behind them is imported");
            }
        }
    }

    private static void read(WarcRecords.Found found, WarcPairs pairs, Intake to)
            throws IOException, SkippedEntryException {
        String named = found.fields().get("WARC-Type");
        String type = named == null ? "" : named.strip().toLowerCase(Locale.ROOT);
        String place = found.place();
        switch (type) {
            case "request", "response", "revisit" ->
                pairs.read(new WarcHead(found.fields(), type, place), found.block());
            case "resource" -> {
                if (to.options().resources()) {
                    pairs.readResource(new WarcHead(found.fields(), type, place), found.block());
                } else {
                    to.losses().count(Loss.NOT_ASKED, place + ": a resource");
                }
            }
            case "continuation" -> to.losses().count(Loss.BODY_MISSING, place + ": a further segment of a record");
            case "warcinfo" -> {
                byte[] info = found.block().readNBytes(LONGEST_INFO);
                Matcher software = SOFTWARE.matcher(new String(info, StandardCharsets.ISO_8859_1));
                if (software.find()) {
                    to.setOrigin("WARC, " + software.group(1).strip());
                }
                to.losses().count(Loss.NO_FLOW, place + ": warcinfo");
            }
            default -> to.losses().count(Loss.NO_FLOW, place + ": " + (type.isEmpty() ? "no type" : type));
        }
    }
}
