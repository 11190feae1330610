package dev.steno.content.view;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Reads format and dimensions from the first bytes of an image; decodes no pixel. Stateless. */
final class ImageFacts {
    /** Upper bound on the bytes that are searched for the dimensions, if they are not at a fixed offset. */
    private static final int SEARCHED = 1 << 20;

    /** By the value of the Exif tag Orientation. */
    private static final String[] TURNS = {
        "",
        "",
        "mirrored",
        "turned by 180 degrees",
        "mirrored and turned by 180 degrees",
        "mirrored and turned by 90 degrees",
        "turned by 90 degrees",
        "mirrored and turned by 270 degrees",
        "turned by 270 degrees"
    };

    private ImageFacts() {}

    /** A line such as {@code PNG image, 640 x 480 pixels}; null if the content is not an image of a known format. */
    static @Nullable String of(ViewContent content) {
        byte[] data = content.data();
        ByteBuffer big = ByteBuffer.wrap(data);
        ByteBuffer little = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int length = data.length;
        if (content.beginsWith("\u0089PNG\r\n\u001a\n")) {
            return length < 26 ? "PNG image" : size("PNG image", big.getInt(16), big.getInt(20)) + png(data);
        } else if (content.beginsWith("GIF87a") || content.beginsWith("GIF89a")) {
            return length < 10
                    ? "GIF image"
                    : size("GIF image", little.getShort(6) & 0xffff, little.getShort(8) & 0xffff);
        } else if (content.beginsWith("\u00ff\u00d8\u00ff")) {
            return jpeg(big);
        } else if (content.beginsWith("RIFF") && content.hasAt(8, "WEBP")) {
            return webp(content, little);
        } else if (content.beginsWith("BM") && length >= 26 && little.getInt(14) >= 12 && little.getInt(14) <= 124) {
            return size("BMP image", little.getInt(18), Math.abs(little.getInt(22)));
        } else if (content.beginsWith("\0\0\u0001\0") && length >= 22 && data[4] != 0 && data[5] == 0) {
            return "icon of " + data[4] + (data[4] == 1 ? " image" : " images") + ", the first " + side(data[6]) + " x "
                    + side(data[7]) + " pixels";
        } else if (content.hasAt(4, "ftyp")) {
            return heif(content, big);
        }
        return null;
    }

    private static String size(String format, int width, int height) {
        return format + ", " + Integer.toUnsignedString(width) + " x " + Integer.toUnsignedString(height) + " pixels";
    }

    private static String png(byte[] data) {
        String colours = switch (data[25]) {
            case 0 -> "grey";
            case 2 -> "RGB";
            case 3 -> "palette";
            case 4 -> "grey with transparency";
            case 6 -> "RGB with transparency";
            default -> "unknown colours";
        };
        return ", " + data[24] + " bits, " + colours;
    }

    private static int side(byte side) {
        return side == 0 ? 256 : side & 0xff;
    }

    /** The frame header follows other segments (ITU-T T.81, annex B). */
    private static String jpeg(ByteBuffer data) {
        int at = 2;
        int end = Math.min(data.limit(), SEARCHED);
        String turned = "";
        while (at + 9 <= end && (data.get(at) & 0xff) == 0xff) {
            int marker = data.get(at + 1) & 0xff;
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                return size("JPEG image", data.getShort(at + 7) & 0xffff, data.getShort(at + 5) & 0xffff) + turned;
            }
            if (marker == 0xe1 && at + 10 <= end && data.getInt(at + 4) == 0x45786966) { // "Exif"
                int stop = Math.min(end, at + 2 + (data.getShort(at + 2) & 0xffff));
                turned = orientation(
                        data.duplicate().position(at + 10).limit(stop).slice());
            }
            boolean bare = marker == 0xff || marker == 0x01 || marker >= 0xd0 && marker <= 0xd8;
            at += bare ? 1 + (marker == 0xff ? 0 : 1) : 2 + Math.max(2, data.getShort(at + 2) & 0xffff);
        }
        return "JPEG image";
    }

    /** How a viewer must turn the image: the tag Orientation of the first directory of a TIFF structure (Exif 2.32, 4.6). */
    private static String orientation(ByteBuffer tiff) {
        if (tiff.limit() < 10) {
            return "";
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xffff_ffffL;
        if (directory + 2 > tiff.limit()) {
            return "";
        }
        int entries = tiff.getShort((int) directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > tiff.limit()) {
                return "";
            }
            if ((tiff.getShort((int) entry) & 0xffff) == 0x112) {
                int turn = tiff.getShort((int) entry + 8) & 0xffff;
                return turn > 1 && turn < TURNS.length ? ", to be " + TURNS[turn] : "";
            }
        }
        return "";
    }

    /** Each of the three formats has its dimensions at another offset (RFC 9649, 2). */
    private static String webp(ViewContent content, ByteBuffer data) {
        if (data.limit() < 30) {
            return "WebP image";
        }
        if (content.hasAt(12, "VP8X")) {
            return size("WebP image", 1 + (data.getInt(24) & 0xffffff), 1 + (data.getInt(26) >>> 8));
        }
        if (content.hasAt(12, "VP8L")) {
            int bits = data.getInt(21);
            return size("WebP image", 1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
        }
        return size("WebP image", data.getShort(26) & 0x3fff, data.getShort(28) & 0x3fff);
    }

    /** The property {@code ispe} has the dimensions (ISO/IEC 23008-12, 6.5.3). */
    private static @Nullable String heif(ViewContent content, ByteBuffer data) {
        boolean avif = content.hasAt(8, "avif") || content.hasAt(8, "avis");
        if (!avif && !content.hasAt(8, "heic") && !content.hasAt(8, "mif1")) {
            return null;
        }
        String format = avif ? "AVIF image" : "HEIF image";
        int end = Math.min(data.limit(), SEARCHED) - 16;
        for (int at = 12; at <= end; at++) {
            if (data.get(at) == 'i' && content.hasAt(at, "ispe")) {
                return size(format, data.getInt(at + 8), data.getInt(at + 12));
            }
        }
        return format;
    }
}
