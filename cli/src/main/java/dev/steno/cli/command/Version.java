package dev.steno.cli.command;

/** Which Steno this is, and what it runs on. */
public final class Version {
    private Version() {}

    /** The version alone. */
    public static String number() {
        String packaged = Version.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }

    /** One line for {@code --version}. */
    public static String line() {
        return "steno " + number() + " (Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ")";
    }
}
