package dev.steno.cli.command;

/** The version of Steno, and what it runs on. */
public final class Version {
    private Version() {}

    /** Returns the version, or {@code development} if the classes are not in the product's jar. */
    public static String number() {
        String packaged = Version.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }

    /** Returns the line for {@code --version}. */
    public static String line() {
        return "steno " + number() + " (Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ")";
    }
}
