package dev.steno.mock.answer;

import dev.steno.flow.Headers;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which content codings a request offers to decode (RFC 9110, 12.5.3). Stateless. */
final class AskedCodings {
    private static final Pattern REFUSED = Pattern.compile("\\s*[qQ]\\s*=\\s*0(\\.0*)?\\s*");

    private AskedCodings() {}

    /** Whether a request accepts all of these codings. One without the field may accept any, but most such clients decode none. */
    static boolean accept(Headers request, List<String> codings) {
        for (String coding : codings) {
            if (!accepts(request, coding)) {
                return false;
            }
        }
        return true;
    }

    private static boolean accepts(Headers request, String coding) {
        boolean any = false;
        for (String field : request.all("Accept-Encoding")) {
            for (String element : field.split(",", -1)) {
                String[] parts = element.split(";", 2);
                String name = parts[0].strip().toLowerCase(Locale.ROOT);
                boolean accepted =
                        parts.length == 1 || !REFUSED.matcher(parts[1]).matches();
                if (name.equals(coding) || coding.startsWith("x-") && name.equals(coding.substring(2))) {
                    return accepted;
                }
                any |= name.equals("*") && accepted;
            }
        }
        return any;
    }
}
