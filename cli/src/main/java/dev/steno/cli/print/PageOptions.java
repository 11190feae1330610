package dev.steno.cli.print;

import dev.steno.cli.command.Failure;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.content.view.ContentView;
import dev.steno.content.view.ContentViews;
import org.jspecify.annotations.Nullable;

/**
 * How a flow is shown to people. Immutable.
 *
 * @param view the view of bodies; null for the one that suits each body
 * @param lines upper bound on the lines shown of each body; further lines are counted
 * @param detail whether to take apart what people rarely need: queries, cookies, credentials, certificates, pseudo
 *     fields of HTTP/2
 * @param schema names the fields of the messages of gRPC
 * @param call the call of steno that shows the flow, as a person would type it
 */
public record PageOptions(@Nullable ContentView view, long lines, boolean detail, ProtoSchema schema, String call) {
    /** Lines of a body without a pager. */
    public static final long USUAL_LINES = 200;

    /**
     * Returns a view by its name; null if there is no name.
     *
     * @throws Failure of usage if there is no such view
     */
    public static @Nullable ContentView viewNamed(@Nullable String name) {
        return name == null
                ? null
                : ContentViews.named(name)
                        .orElseThrow(() -> Failure.usage("there is no view \"" + name + "\"; the views are "
                                + String.join(", ", ContentViews.names())));
    }
}
