package dev.steno.edit;

import static dev.steno.edit.FieldRules.invalid;

import dev.steno.edit.EditOp.HeaderAdd;
import dev.steno.edit.EditOp.HeaderRemove;
import dev.steno.edit.EditOp.HeaderSet;
import dev.steno.edit.EditOp.TrailerSet;
import dev.steno.flow.Headers;
import dev.steno.text.Printable;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the fields and trailers of a message. Stateless. */
final class FieldEdit {
    private FieldEdit() {}

    static EditedMessage set(EditedMessage message, HeaderSet op) {
        String value = FieldRules.checked(op.name(), op.value(), message.version());
        Headers headers = message.headers();
        if (op.index() >= 0) {
            FieldRules.checkName(nameAt(headers, op.index()), message.version());
            return checked(message, headers.replaceAt(op.index(), op.name(), value));
        }
        boolean follows = op.name().equalsIgnoreCase("Host") && headers.contains(":authority");
        if (follows) {
            Headers named = headers.set(":authority", value);
            return message.withHeaders(named.contains("Host") ? named.set("Host", value) : named);
        }
        return checked(message, headers.set(op.name(), value));
    }

    static EditedMessage add(EditedMessage message, HeaderAdd op) {
        String value = FieldRules.checked(op.name(), op.value(), message.version());
        Headers headers = message.headers();
        if (op.index() < 0) {
            return checked(message, headers.with(op.name(), value));
        }
        if (op.index() > headers.size() || op.index() < pseudo(headers)) {
            throw invalid("there is no place " + op.index() + " for a field: the message has " + headers.size()
                    + " fields, of which the first " + pseudo(headers) + " are pseudo-header fields");
        }
        return checked(message, headers.insertAt(op.index(), op.name(), value));
    }

    static EditedMessage remove(EditedMessage message, HeaderRemove op) {
        Headers headers = message.headers();
        if (op.index() >= 0) {
            String name = nameAt(headers, op.index());
            if (!name.equalsIgnoreCase(op.name())) {
                throw invalid(
                        "field " + op.index() + " is " + Printable.line(name) + ", not " + Printable.line(op.name()));
            }
        }
        if (op.name().startsWith(":") || op.name().equalsIgnoreCase("Transfer-Encoding")) {
            FieldRules.checkName(op.name(), message.version());
        }
        return message.withHeaders(op.index() >= 0 ? headers.removeAt(op.index()) : headers.remove(op.name()));
    }

    /** Fields that stay as they were are not checked: a peer may send what a person may not write. */
    static EditedMessage replaceAll(EditedMessage message, Headers next) {
        Headers before = message.headers();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < before.size(); i++) {
            known.add(before.name(i) + ": " + before.value(i));
        }
        Headers.Builder all = Headers.builder(before.size() + next.size());
        int pseudo = pseudo(before);
        for (int i = 0; i < pseudo; i++) {
            all.add(before.name(i), before.value(i));
        }
        for (int i = 0; i < next.size(); i++) {
            String name = next.name(i);
            String value = next.value(i);
            boolean stays = known.contains(name + ": " + value);
            all.add(name, stays ? value : FieldRules.checked(name, value, message.version()));
        }
        Headers fields = all.build();
        if (!fields.all("Transfer-Encoding").equals(before.all("Transfer-Encoding"))) {
            FieldRules.checkName("Transfer-Encoding", message.version());
        }
        return checked(message, fields);
    }

    private static EditedMessage checked(EditedMessage message, Headers next) {
        for (String name : new String[] {"Host", "Content-Length"}) {
            if (next.all(name).size() > Math.max(1, message.headers().all(name).size())) {
                throw invalid("a message has one field " + name + " at most");
            }
        }
        return message.withHeaders(next);
    }

    private static int pseudo(Headers headers) {
        int count = 0;
        while (count < headers.size() && headers.name(count).startsWith(":")) {
            count++;
        }
        return count;
    }

    private static String nameAt(Headers headers, int index) {
        if (index >= headers.size()) {
            throw invalid("there is no field " + index + ": the message has " + headers.size() + " fields");
        }
        return headers.name(index);
    }

    static EditedMessage setTrailer(EditedMessage message, TrailerSet op) {
        checkTrailers(message);
        String value = FieldRules.checkedTrailer(op.name(), op.value(), message.version());
        Headers trailers = message.trailers();
        return message.withTrailers((trailers == null ? Headers.EMPTY : trailers).set(op.name(), value));
    }

    static EditedMessage removeTrailer(EditedMessage message, String name) {
        checkTrailers(message);
        Headers trailers = message.trailers();
        @Nullable Headers next = trailers == null ? null : trailers.remove(name);
        return message.withTrailers(next == null || next.isEmpty() ? null : next);
    }

    private static void checkTrailers(EditedMessage message) {
        String bodiless = message.bodiless();
        if (bodiless != null) {
            throw invalid(bodiless + " has no trailers");
        }
        if (!message.hasEnded()) {
            throw invalid("the trailers come after the body, which has not been read");
        }
        boolean chunked = message.headers().all("Transfer-Encoding").stream()
                .anyMatch(coding -> coding.toLowerCase(Locale.ROOT).contains("chunked"));
        if (message.version().startsWith("HTTP/1.") && !chunked) {
            throw invalid("only a chunked message has trailers in " + message.version() + " (RFC 9112, 7.1.2)");
        }
    }
}
