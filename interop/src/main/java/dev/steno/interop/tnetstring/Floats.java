package dev.steno.interop.tnetstring;

import java.util.function.Supplier;

/**
 * Formats and parses floats like Python: {@code repr(float)}, the shortest decimal that gives the same double. Pure
 * functions.
 */
final class Floats {
    /** Python writes an exponent for 1e16 and above, and below 1e-4. */
    private static final int PLAIN_DIGITS = 16;

    private Floats() {}

    static String format(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String java = Double.toString(value);
        int e = java.indexOf('E');
        if (e < 0) {
            return java; // from 1e-3 to 1e7, Java and Python write the same
        }
        return relaid(java.substring(0, e), Integer.parseInt(java.substring(e + 1)));
    }

    /**
     * Converts Java's notation with an exponent to Python's.
     *
     * @param mantissa an optional sign, one digit, a point, and digits
     */
    private static String relaid(String mantissa, int exponent) {
        String sign = mantissa.startsWith("-") ? "-" : "";
        String digits = mantissa.substring(sign.length()).replace(".", "");
        if (digits.length() == 2 && digits.endsWith("0")) {
            digits = digits.substring(0, 1);
        }
        if (exponent >= PLAIN_DIGITS || exponent < -4) {
            String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
            String magnitude = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
            return sign + digits.charAt(0) + rest + (exponent < 0 ? "e-" : "e+") + magnitude;
        }
        if (exponent < 0) {
            return sign + "0." + "0".repeat(-exponent - 1) + digits;
        }
        int point = exponent + 1;
        return digits.length() <= point
                ? sign + digits + "0".repeat(point - digits.length()) + ".0"
                : sign + digits.substring(0, point) + "." + digits.substring(point);
    }

    static <E extends Exception> double parse(String text, Supplier<E> failure) throws E {
        switch (text) {
            case "nan":
                return Double.NaN;
            case "inf":
                return Double.POSITIVE_INFINITY;
            case "-inf":
                return Double.NEGATIVE_INFINITY;
            default:
                // Java's parser accepts more: hexadecimal numbers, suffixes, and surrounding spaces.
                for (int i = 0; i < text.length(); i++) {
                    if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                        throw failure.get();
                    }
                }
                try {
                    return Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw failure.get();
                }
        }
    }
}
