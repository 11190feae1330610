package dev.steno.interop.mitm;

import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.Preamble;
import java.io.IOException;
import java.util.regex.Pattern;

/** Reads mitmproxy's flow files, from version 0.10 to format 21. Stateless. */
public final class MitmImporter implements FlowImporter {
    /** The first item is a dictionary, whose first key is a short text, or bytes in old files. */
    private static final Pattern START = Pattern.compile("\\d{1,12}:\\d{1,3}:[a-z_]+[;,]");

    @Override
    public String label() {
        return "mitm";
    }

    @Override
    public String title() {
        return "mitmproxy flow file";
    }

    @Override
    public boolean recognises(Preamble head) {
        return START.matcher(head.text()).lookingAt();
    }

    @Override
    public void importFlows(ImportSource from, Intake to) throws IOException {
        new MitmImport(from, to).run();
    }
}
