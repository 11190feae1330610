package dev.steno.addon.bus;

/** Tells the failures of an addon, which the proxy survives, from those of the JVM. Stateless. */
public final class AddonFailures {
    private AddonFailures() {}

    /**
     * Throws what is a failure of the JVM again, such as an exhausted heap. A stack overflow is one of the addon: what a
     * server sent can make a regular expression recurse as deep as that.
     */
    public static void rethrowUnlessOfAddon(Throwable failure) {
        if (failure instanceof VirtualMachineError ofJvm && !(failure instanceof StackOverflowError)) {
            throw ofJvm;
        }
    }
}
