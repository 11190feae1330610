package dev.steno.interop.burp;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.interop.intake.DamagedFileException;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.LenientTime;
import dev.steno.interop.intake.Preamble;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.message.LookAheadInput;
import dev.steno.interop.message.RawMessages;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads items that were saved by Burp Suite, with or without base64. One item is held at a time. */
public final class BurpImporter implements FlowImporter {
    /** An items element, or the declaration of one before it. */
    private static final Pattern ITEMS = Pattern.compile("<items[ >]|<!DOCTYPE items");

    @Override
    public String label() {
        return "burp";
    }

    @Override
    public String title() {
        return "Burp items";
    }

    @Override
    public boolean recognises(Preamble head) {
        String text = head.text().stripLeading();
        return (text.startsWith("<?xml") || text.startsWith("<items") || text.startsWith("<!DOCTYPE items"))
                && ITEMS.matcher(text).find();
    }

    @Override
    public void importFlows(ImportSource from, Intake to) throws IOException {
        try (InputStream in = from.open()) {
            BurpScan scan = new BurpScan(new LookAheadInput(in), from.limits().head());
            String start = scan.nextStart("items");
            if (start == null) {
                throw new RefusedFileException(
                        from.name() + " has no element items, so it holds no items of Burp Suite;"
                                + " select items in Burp's history and save them again");
            }
            String version = BurpScan.attribute(start, "burpVersion");
            to.setOrigin(version == null || version.isEmpty() ? title() : title() + ", Burp " + version);
            long number = 0;
            while (scan.nextItem()) {
                number++;
                String place = "item " + number;
                try {
                    new Item(scan, to, place).read();
                } catch (SkippedEntryException e) {
                    to.skip(e, place);
                } catch (BurpScan.CutException e) {
                    throw new DamagedFileException(from.name() + " ends at byte " + scan.position() + " within " + place
                            + ", which is left out with all that followed");
                }
            }
            if (!scan.isClosed()) {
                throw new DamagedFileException(from.name() + " ends at byte " + scan.position() + " behind item "
                        + number + " without </items>; what followed is left out");
            }
        }
    }

    /** One item. */
    private static final class Item {
        private final BurpScan scan;
        private final HttpDraft draft;
        private final RawMessages messages;
        private final Map<String, String> texts = new HashMap<>();
        private RawMessages.@Nullable Request request;
        private boolean responded;
        private @Nullable String ip;
        private @Nullable SkippedEntryException fault;

        Item(BurpScan scan, Intake intake, String place) {
            this.scan = scan;
            this.draft = intake.draft(place);
            this.messages = new RawMessages(intake);
        }

        void read() throws IOException, SkippedEntryException, BurpScan.CutException {
            int left = scan.limit();
            for (String start = scan.nextChild("item"); start != null; start = scan.nextChild("item")) {
                String name = BurpScan.name(start);
                switch (name) {
                    case "request", "response" -> readMessage(name, start);
                    default -> {
                        String text = scan.text(name, left);
                        left -= text.length();
                        if (name.equals("host")) {
                            ip = BurpScan.attribute(start, "ip");
                        }
                        texts.putIfAbsent(name, text);
                    }
                }
            }
            if (fault != null) {
                throw fault;
            }
            if (request == null) {
                throw new SkippedEntryException(Loss.NO_REQUEST, "no bytes of a request");
            }
            apply(request);
            draft.add();
        }

        private void readMessage(String name, String start) throws IOException, BurpScan.CutException {
            try (BurpContent content =
                    new BurpContent(scan.input(), name, "true".equals(BurpScan.attribute(start, "base64")))) {
                LookAheadInput bytes = new LookAheadInput(content.decoded(), 1 << 13);
                try {
                    if (name.equals("request")) {
                        request = messages.readRequest(bytes, draft);
                    } else {
                        responded = messages.readResponse(bytes, draft);
                    }
                } catch (SkippedEntryException e) {
                    fault = e;
                }
                content.finish();
                if (content.isDamaged()) {
                    draft.lost(Loss.DAMAGED);
                }
            }
        }

        private void apply(RawMessages.Request sent) throws SkippedEntryException {
            String url = texts.getOrDefault("url", "");
            String scheme = texts.getOrDefault("protocol", "http");
            if (url.isBlank()) {
                RawMessages.setTarget(draft, sent, scheme.equals("https") ? "https" : "http");
            } else {
                RawMessages.setUrl(draft, sent.line(), url);
            }
            BurpTime time = BurpTime.parse(texts.getOrDefault("time", ""));
            if (!Times.isSet(time.nanos())) {
                time = new BurpTime(LenientTime.parse(texts.get("time")).nanos(), false);
            }
            draft.times(time.nanos(), Times.UNSET);
            if (time.guessed()) {
                draft.note("import.time", "guessed");
            }
            if (ip != null && !ip.isBlank()) {
                draft.server(null, new Endpoint(ip.strip(), draft.port()), "", null);
            }
            String comment = texts.getOrDefault("comment", "");
            if (!comment.isEmpty()) {
                draft.comment(comment);
            }
            String highlight = texts.getOrDefault("highlight", texts.getOrDefault("color", ""));
            if (!highlight.isEmpty()) {
                draft.mark(highlight);
            }
            if (!responded) {
                draft.error(FlowError.Step.RESPONSE, "the file has no response");
            }
        }
    }
}
