package dev.steno.cli.exchange;

import dev.steno.interop.OfflineRecorder;
import dev.steno.interop.intake.ImportSource;
import dev.steno.store.Progress;

/** Shows how much of a file is read, and stops if its flows cannot be written. For the thread of the import. */
record ReadProgress(Progress shown, ImportSource source, OfflineRecorder recorder) implements Progress {
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
        return shown.isStopped() || recorder.isStuck();
    }
}
