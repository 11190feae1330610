package dev.steno.web.exchange;

import dev.steno.interop.SessionExport;
import dev.steno.interop.loss.LossJson;
import dev.steno.interop.loss.LossReport;
import dev.steno.json.Json;
import dev.steno.store.Progress;
import dev.steno.web.http.ApiResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far an export is that a browser downloads by itself, and what was lost. It also stops the export if that is to end. Any
 * thread.
 */
final class ExportOutcome implements Progress {
    private volatile State state = State.WAITING;
    private volatile Progress client = Progress.NONE;
    private volatile SessionExport.@Nullable Exported done;
    private volatile @Nullable String problem;

    private enum State {
        /** The browser has not asked for it. */
        WAITING,
        /** It is written. */
        WRITING,
        /** All of it is written. */
        DONE,
        /** It cannot be finished. */
        FAILED
    }

    /** @param by tells whether the client has left */
    void begin(Progress by) {
        client = by;
        state = State.WRITING;
    }

    /** @param what was written; null if nothing is known of it, as for a session file */
    void finish(SessionExport.@Nullable Exported what) {
        done = what;
        state = State.DONE;
    }

    void fail(Exception cause) {
        problem = isStopped() ? "the download was cancelled" : String.valueOf(cause.getMessage());
        state = State.FAILED;
    }

    @Override
    public void beginStep(String step, String unit, long total) {
        // the browser shows how much came
    }

    @Override
    public void at(long at) {
        // as above
    }

    @Override
    public boolean isStopped() {
        return client.isStopped();
    }

    ApiResponse respond() {
        return ApiResponse.json(Json.bytes(json -> {
            SessionExport.Exported written = done;
            json.writeStartObject();
            json.writeStringProperty("state", state.name().toLowerCase(Locale.ROOT));
            Json.property(json, "flows", written == null ? null : written.flows());
            Json.property(json, "problem", problem);
            LossJson.write(json, written == null ? new LossReport() : written.losses());
            json.writeEndObject();
        }));
    }
}
