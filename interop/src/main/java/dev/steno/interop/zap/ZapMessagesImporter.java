package dev.steno.interop.zap;

import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.ImportMarks;
import dev.steno.interop.intake.FlowImporter;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.ImportSource;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.intake.Preamble;
import dev.steno.interop.intake.SkippedEntryException;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.message.LookAheadInput;
import dev.steno.interop.message.RawBody;
import dev.steno.interop.message.RawMessages;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads messages that ZAP exported as text: a line of equals signs with a number before each request and its response. */
public final class ZapMessagesImporter implements FlowImporter {
    private static final Pattern FIRST = Pattern.compile("\\s*={3,4} ?(\\d{1,18}) ?={10}[ \\t]*\\r?\\n");

    @Override
    public String label() {
        return "zap-messages";
    }

    @Override
    public String title() {
        return "ZAP messages";
    }

    @Override
    public boolean recognises(Preamble head) {
        return FIRST.matcher(head.text()).lookingAt();
    }

    @Override
    public void importFlows(ImportSource from, Intake to) throws IOException {
        try (InputStream in = from.open()) {
            LookAheadInput bytes = new LookAheadInput(in);
            if (bytes.startsWith("\u00EF\u00BB\u00BF")) {
                bytes.skipNBytes(3); // a byte order mark
            }
            ZapText before = new ZapText(bytes, ZapText.Until.MESSAGE);
            if (before.skipRest() > 0) {
                to.losses().count(Loss.DETAILS, "text before the first message");
            }
            while (bytes.peek(0) >= 0) {
                String place = "message " + number(bytes);
                try {
                    read(bytes, to, place);
                } catch (SkippedEntryException e) {
                    to.skip(e, place);
                }
                new ZapText(bytes, ZapText.Until.MESSAGE).skipRest();
            }
        }
    }

    /** Reads the line before a message and returns its number. */
    private static String number(LookAheadInput in) throws IOException {
        Matcher line = ZapText.MESSAGE.matcher(in.lookingAt(ZapText.LONGEST_MARK));
        if (!line.lookingAt()) {
            throw new IllegalStateException("no message begins here");
        }
        in.skipNBytes(line.end());
        return line.group(1);
    }

    private static void read(LookAheadInput in, Intake to, String place) throws IOException, SkippedEntryException {
        HttpDraft draft = to.draft(place);
        RawMessages messages = new RawMessages(to);
        RawMessages.Request request =
                messages.readRequestHead(input(new ZapText(in, ZapText.Until.RESPONSE).headOnly()), draft);
        if (request == null || request.line().target().isEmpty()) {
            throw new SkippedEntryException(Loss.NO_REQUEST, "no bytes of a request");
        }
        RawBody body = body(in, request.fields(), ZapText.Until.RESPONSE, to);
        RawMessages.setRequestBody(draft, body);
        if (body.body().size() > 0) {
            draft.markRequestBody(ImportMarks.TEXT);
        }
        RawMessages.setTarget(draft, request, "http");
        Headers fields = in.startsWith("HTTP/")
                ? messages.readResponseHead(input(new ZapText(in, ZapText.Until.MESSAGE).headOnly()), draft)
                : null;
        if (fields == null) {
            draft.error(FlowError.Step.RESPONSE, "the file has no response");
        } else {
            RawBody answer = body(in, fields, ZapText.Until.MESSAGE, to);
            RawMessages.setResponseBody(draft, answer);
            if (answer.body().size() > 0) {
                draft.markResponseBody(ImportMarks.TEXT);
            }
        }
        draft.add();
    }

    private static RawBody body(LookAheadInput in, Headers fields, ZapText.Until until, Intake to) throws IOException {
        return RawBody.read(new ZapBody(new ZapText(in, until), ZapBody.length(fields)), fields, to);
    }

    private static LookAheadInput input(InputStream in) {
        return new LookAheadInput(in, 1 << 13);
    }
}
