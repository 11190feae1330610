package dev.steno.script.source;

/** The file with which a script begins. */
public final class ScriptTemplate {
    /** The name of the file without another one. */
    public static final String USUAL_NAME = "script.java";

    /** A script that does nothing but log, with what it could do in comments. */
    public static final String TEXT = """
            // A script of Steno: steno run --script script.java
            // It is compiled when Steno starts, and again whenever it or another .java file that it uses is saved.
            // Each method below is a hook, and none needs to be there. The list of hooks: docs/scripts.md
            // Without running it: steno script check script.java

            /** Once for each load of the file. */
            void load() {
                log.info("loaded");
            }

            /** The head of a request came: nothing was sent to the server yet, and the body is still to come. */
            void requestheaders(Flow f) {
                f.request().header("X-Script", "steno");
                // f.request().url("https://staging.example.com" + f.request().path());
            }

            /** The whole request came; its body can be read and replaced. */
            // void request(Flow f) {
            //     if (f.request().path().startsWith("/ads/")) {
            //         f.answer(404, "not today", "Content-Type", "text/plain");
            //     }
            // }

            /** The whole response came; it was not sent to the client yet. */
            // void response(Flow f) {
            //     f.response().text(f.response().text().replace("colour", "color"));
            //     f.metadata("seen", "yes");
            // }

            /** The exchange failed. */
            // void error(Flow f) {
            //     log.warn(f.request().url() + ": " + f.error());
            // }
            """;

    private ScriptTemplate() {}
}
