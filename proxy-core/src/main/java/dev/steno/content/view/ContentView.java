package dev.steno.content.view;

/** One way to show content. Stateless; any thread. */
public interface ContentView {

    /** The name by which people choose the view, in lower case. */
    String name();

    /** The name as people write it, such as {@code GraphQL}. */
    default String label() {
        return name();
    }

    /** The syntax of what the view shows, by which a surface chooses its colours; {@code text} if it has none. */
    default String syntax() {
        return "text";
    }

    /** Whether the view is made for the declared type of the content. */
    boolean isFor(ViewContent content);

    /** Whether content of an unknown type looks like the view's type. Must be cheap: every view is asked. */
    default boolean looksRight(ViewContent content) {
        return false;
    }

    /** Shows the content. Content that is malformed is shown as far as it can be read, with a note. */
    void show(ViewContent content, ViewOutput out);
}
