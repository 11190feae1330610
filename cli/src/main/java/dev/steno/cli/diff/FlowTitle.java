package dev.steno.cli.diff;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.store.FlowRow;

/** One line about a flow of a report. Stateless. */
final class FlowTitle {
    private static final int LONGEST = 200;

    private FlowTitle() {}

    /** Returns method, URL and status, not escaped. */
    static String of(Flow flow) {
        String url = FlowRow.of(flow).url();
        String shown = ValueExcerpt.start(url, LONGEST);
        if (!(flow instanceof HttpFlow http)) {
            return flow.kind() + " " + shown;
        }
        HttpResponse response = http.response();
        return http.request().method() + " " + shown + (response == null ? "" : " " + response.status());
    }
}
