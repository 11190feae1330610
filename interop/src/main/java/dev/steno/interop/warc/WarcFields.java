package dev.steno.interop.warc;

import java.time.Instant;
import java.util.UUID;

/** The named fields of a record that is written. For one thread. */
final class WarcFields {
    private final StringBuilder text = new StringBuilder("WARC/1.1\r\n");

    WarcFields(String type, String id, Instant date) {
        add("WARC-Type", type);
        add("WARC-Record-ID", "<" + id + ">");
        add("WARC-Date", date.toString());
    }

    /** Fields of a record with an id of its own, made now. */
    static WarcFields now(String type) {
        return new WarcFields(type, "urn:uuid:" + UUID.randomUUID(), Instant.now());
    }

    WarcFields add(String name, String value) {
        text.append(name)
                .append(": ")
                .append(value.replaceAll("[\\r\\n]+", " "))
                .append("\r\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
