package dev.steno.cli.exchange;

import dev.steno.interop.intake.ImportSource;
import dev.steno.store.Progress;

/** Shows how much of a file is read. For the thread of the import. */
record ReadProgress(Progress shown, ImportSource source) implements Progress {
    @Override
    public void beginStep(String step, String unit, long total) {
        shown.beginStep(step, unit, total);
    }

    @Override
    public void at(long done) {
        shown.at(source.bytesRead());
    }

    @Override
    public boolean isStopped() {
        shown.at(source.bytesRead());
        return shown.isStopped();
    }
}
