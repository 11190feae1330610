package dev.steno.sqlite.tool;

import dev.steno.redact.RedactionRules;
import dev.steno.store.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Redacts a session in a separate process, which stops in a step until it is killed. */
final class RedactingProcess {
    private RedactingProcess() {}

    /** @param arguments the session, and the step */
    public static void main(String[] arguments) throws Exception {
        SessionRedaction.redact(
                Path.of(arguments[0]), RedactionRules.parse(PlantedSecrets.RULES), new byte[32], new Progress() {
                    private String step = "";

                    @Override
                    public void beginStep(String name, String unit, long total) {
                        step = name;
                        if (unit.isEmpty()) {
                            at(0);
                        }
                    }

                    @Override
                    public void at(long done) {
                        if (step.equals(arguments[1])) {
                            System.out.println(step);
                            try {
                                System.in.read();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                    }

                    @Override
                    public boolean isStopped() {
                        return false;
                    }
                });
    }
}
