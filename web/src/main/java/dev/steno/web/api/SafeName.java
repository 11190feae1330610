package dev.steno.web.api;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;

/** Names for downloads, of letters, digits, dots, hyphens and underscores alone. Stateless. */
public final class SafeName {
    private static final int LONGEST = 80;

    private SafeName() {}

    /** Returns a field value that makes a browser save a body and not show it (RFC 6266). */
    static String attachment(Flow flow, String part) {
        String name = "";
        if (flow instanceof HttpFlow http && part.equals("response")) {
            String path = http.request().path().replaceFirst("[?#].*", "");
            name = reduce(path.substring(path.lastIndexOf('/') + 1));
        }
        return "attachment; filename=\"" + (name.isEmpty() ? "flow-" + FlowNumber.print(flow.id()) + "-" + part : name)
                + "\"";
    }

    /** Returns what of a text may be in a name. A name does not begin with a dot, which hides a file. */
    public static String reduce(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^[._-]+", "");
        return plain.length() <= LONGEST ? plain : plain.substring(plain.length() - LONGEST);
    }
}
