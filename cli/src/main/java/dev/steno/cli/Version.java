package dev.steno.cli;

/** Which Steno this is, and what it runs on. */
final class Version {
    private Version() {}

    /** The version alone. */
    static String number() {
        String packaged = Version.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }

    /** One line for {@code --version}. */
    static String line() {
        return "steno " + number() + " (Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ")";
    }
}
