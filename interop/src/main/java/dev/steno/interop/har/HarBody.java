package dev.steno.interop.har;

import dev.steno.flow.ImportMarks;
import dev.steno.interop.intake.BodyIntake;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.json.ExtraFields;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.text.FormText;
import dev.steno.interop.text.SettledText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipException;

/** The bodies of an entry's messages. For one thread. */
final class HarBody {
    private final Intake intake;
    private final HarAttachments attachments;

    HarBody(Intake intake, HarAttachments attachments) {
        this.intake = intake;
        this.attachments = attachments;
    }

    /**
     * Sets the body of the request.
     *
     * @param sized whether the sizes of this tool are those of the bytes
     */
    void request(HarMessage request, boolean sized, HttpDraft draft) throws IOException {
        SettledText body = text(request, request.bodySize, sized);
        if (body.size() > 0) {
            draft.requestBody(body.body());
            body.markRequest(request.headers, draft);
            return;
        }
        if (!request.params.isEmpty() && !isMultipart(request)) {
            byte[] form = FormText.of(request.params);
            BodyIntake out = intake.body();
            out.write(form);
            draft.requestBody(out.finish()).markRequestBody(ImportMarks.TEXT);
            return;
        }
        long size = size(Math.max(nanToZero(request.contentSize), nanToZero(request.bodySize)));
        if (!request.params.isEmpty()) {
            ExtraFields params = new ExtraFields(HttpDraft.LONGEST_EXTRA);
            for (int i = 0; i < request.params.size(); i += 2) {
                params.putText(request.params.get(i), request.params.get(i + 1));
            }
            request.bodyExtra.put("params", params);
            draft.requestBody(BodyIntake.missing(size)).markRequestBody(ImportMarks.MISSING);
        } else if (size > 0) {
            draft.requestBody(BodyIntake.missing(size)).markRequestBody(ImportMarks.MISSING);
        }
    }

    /** Sets the body of the response. */
    void response(HarMessage response, String method, boolean cached, boolean sized, HttpDraft draft)
            throws IOException {
        int status = (int) response.status;
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
        SettledText body = text(response, response.contentSize, sized);
        if (body.size() > 0) {
            boolean shortened = isCutByComment(response) && response.contentSize > body.size();
            draft.responseBody(body.body());
            body.markResponse(response.headers, draft);
            if (shortened) {
                draft.markResponseBody(ImportMarks.CUT);
            }
            if (bodiless || cached) {
                draft.markResponseBody(ImportMarks.CACHE);
            }
        } else if (!bodiless && response.contentSize > 0) {
            draft.responseBody(BodyIntake.missing(size(response.contentSize))).markResponseBody(ImportMarks.MISSING);
        }
    }

    private SettledText text(HarMessage message, double declared, boolean sized) throws IOException {
        SettledText body = bytes(message, declared, sized);
        return message.coded ? body.asCoded() : body;
    }

    private SettledText bytes(HarMessage message, double declared, boolean sized) throws IOException {
        String coding = message.headers.get("content-encoding");
        if (message.file != null) {
            try (InputStream in = attachments.open(message.file)) {
                if (in != null) {
                    return SettledText.of(in, coding, intake);
                }
            } catch (ZipException | EOFException e) {
                intake.losses().count(Loss.DAMAGED, message.file + ": " + e.getMessage());
            }
            message.bodyExtra.putText("_file", message.file);
        }
        double size = declared > 0 ? declared : message.contentSize;
        return SettledText.of(
                message.text,
                new SettledText.Facts(
                        message.isBase64(), message.mediaType(), sized ? size : -1, coding, message.passed),
                intake);
    }

    /** Fiddler says so of bodies beyond the size that it exports. */
    private static boolean isCutByComment(HarMessage response) {
        String comment = response.bodyComment == null ? "" : response.bodyComment.toLowerCase(Locale.ROOT);
        return comment.contains("exceeded") || comment.contains("truncated");
    }

    private static boolean isMultipart(HarMessage request) {
        String type = request.mediaType();
        return request.multipart
                || type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private static double nanToZero(double size) {
        return Double.isNaN(size) ? 0 : size;
    }

    /** Sizes of more than a petabyte are no sizes. */
    private static long size(double size) {
        return size > 0 && size < 1e15 ? (long) size : 0;
    }
}
