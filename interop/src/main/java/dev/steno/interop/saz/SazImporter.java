package dev.steno.interop.saz;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.interop.intake.Archive;
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
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.ZipException;
import javax.xml.stream.XMLInputFactory;
import org.jspecify.annotations.Nullable;

/** Reads session archives of Fiddler Classic, Fiddler Everywhere and whistle. */
public final class SazImporter implements FlowImporter {
    /** Fields that Fiddler adds to its answer to a CONNECT. They did not pass. */
    private static final Set<String> NOTES =
            Set.of("fiddlergateway", "starttime", "endtime", "clienttoserverbytes", "servertoclientbytes");

    @Override
    public String label() {
        return "saz";
    }

    @Override
    public String title() {
        return "SAZ";
    }

    @Override
    public boolean recognises(Preamble head) {
        return head.isZip() && head.hasEntry(SazSessions::isMessage);
    }

    @Override
    public void importFlows(ImportSource from, Intake to) throws IOException {
        XMLInputFactory xml = SazMetadata.factory();
        try (Archive archive = Archive.open(from, to.options().password())) {
            for (SazSessions.Names names : SazSessions.of(archive.names(), to.losses())) {
                try {
                    new SazFlow(archive, to, names, xml).read();
                } catch (SkippedEntryException e) {
                    to.skip(e, names.place());
                } catch (ZipException | EOFException e) {
                    to.losses().count(Loss.DAMAGED, names.place() + ": " + e.getMessage());
                }
            }
        }
    }

    /** One session of an archive. */
    private record SazFlow(Archive archive, Intake intake, SazSessions.Names names, XMLInputFactory xml) {
        void read() throws IOException, SkippedEntryException {
            HttpDraft draft = intake.draft(names.place());
            RawMessages messages = new RawMessages(intake);
            RawMessages.Request request = null;
            boolean connect = false;
            try (InputStream in = open(names.request())) {
                LookAheadInput bytes = in == null ? null : input(in, names.request());
                request = bytes == null ? null : messages.readRequestHead(bytes, draft);
                connect = request != null && request.line().method().equals("CONNECT");
                if (bytes != null && request != null && !connect) {
                    RawMessages.setRequestBody(draft, RawBody.read(bytes, request.fields(), intake));
                }
            }
            if (request == null) {
                throw new SkippedEntryException(Loss.NO_REQUEST, "no bytes of a request");
            }
            SazMetadata metadata = SazMetadata.NONE;
            try (InputStream in = open(names.metadata())) {
                if (in != null) {
                    metadata = SazMetadata.read(in, intake.limits().head(), xml);
                }
            }
            if (metadata.damaged()) {
                draft.lost(Loss.DETAILS);
            }
            RawMessages.setTarget(draft, request, metadata.isTls() ? "https" : "http");
            metadata.apply(draft);
            Headers fields = readResponse(messages, draft, connect);
            if (fields == null) {
                draft.error(FlowError.Step.RESPONSE, "the archive has no response");
            }
            if (names.frames() != null) {
                readFrames(draft, fields == null ? Headers.EMPTY : fields);
            }
            draft.add();
        }

        /** Returns the fields of the response; null if there is none. */
        private @Nullable Headers readResponse(RawMessages messages, HttpDraft draft, boolean connect)
                throws IOException, SkippedEntryException {
            try (InputStream in = open(names.response())) {
                if (in == null) {
                    return null;
                }
                LookAheadInput bytes = input(in, names.response());
                Headers fields = messages.readResponseHead(bytes, draft);
                if (fields == null) {
                    return null;
                }
                if (connect && draft.status() / 100 == 2) {
                    // behind the head, Fiddler writes about the tunnel: nothing of it passed
                    draft.responseHeaders(withoutNotes(fields));
                } else {
                    RawMessages.setResponseBody(draft, RawBody.read(bytes, fields, intake));
                }
                return fields;
            }
        }

        private void readFrames(HttpDraft draft, Headers response) throws IOException {
            try (InputStream in = open(names.frames())) {
                if (in != null) {
                    new SazFrames(draft, response, intake.limits().head()).read(new LookAheadInput(in));
                }
            }
        }

        private @Nullable InputStream open(@Nullable String name) throws IOException {
            return name == null ? null : archive.open(name);
        }

        private LookAheadInput input(InputStream in, @Nullable String name) {
            long size = name == null ? -1 : archive.size(name);
            return new LookAheadInput(in, size < 0 || size > 1 << 16 ? 1 << 16 : (int) size);
        }
    }

    private static Headers withoutNotes(Headers fields) {
        Headers.Builder kept = Headers.builder(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            if (!NOTES.contains(fields.name(i).toLowerCase(java.util.Locale.ROOT))) {
                kept.add(fields.name(i), fields.value(i));
            }
        }
        return kept.build();
    }

    /** An address whose parts are texts; null if it is none, as a host with a character that is none of a byte. */
    static @Nullable Endpoint endpoint(@Nullable String host, @Nullable String port) {
        if (host == null || host.isBlank() || host.chars().anyMatch(each -> each > 0xff)) {
            return null;
        }
        try {
            int number = port == null ? 0 : Integer.parseInt(port.strip());
            String plain = host.strip().replaceFirst("^::ffff:(?=\\d+\\.)", "");
            return new Endpoint(plain, number < 0 || number > 65535 ? 0 : number);
        } catch (NumberFormatException e) {
            return new Endpoint(host.strip(), 0);
        }
    }
}
