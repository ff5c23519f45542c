package dev.podproof.hosts.images;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.BuildResponseItem;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Follows an image's build: each step goes to the progress, and the last lines are kept for the message of a failure. */
final class BuildLog extends ResultCallback.Adapter<BuildResponseItem> {
    private static final int KEPT_LINES = 25;
    private static final int STEP_WIDTH = 100;

    private final String tag;
    private final Progress progress;
    private final Deque<String> tail = new ArrayDeque<>();
    private Optional<String> error = Optional.empty();

    BuildLog(String tag, Progress progress) {
        this.tag = tag;
        this.progress = progress;
    }

    @Override
    public synchronized void onNext(BuildResponseItem item) {
        if (item.isErrorIndicated())
            error = Optional.of(String.valueOf(item.getErrorDetail().getMessage()));
        if (item.getStream() != null)
            item.getStream().lines().filter(line -> !line.isBlank()).forEach(this::line);
    }

    private void line(String line) {
        if (line.startsWith("Step ")) progress.said(tag + ": " + shortened(line));
        tail.addLast(line);
        if (tail.size() > KEPT_LINES) tail.removeFirst();
    }

    synchronized void throwIfFailed() {
        error.ifPresent(message -> {
            throw failure(message, null);
        });
    }

    synchronized HostsException failure(String message, Throwable cause) {
        return new HostsException(
                HostsException.Reason.NO_IMAGE,
                "building the image " + tag + " failed: " + message + "; its last lines:\n" + String.join("\n", tail),
                cause);
    }

    private static String shortened(String step) {
        var oneLine = step.replaceAll("\\s+", " ");
        return oneLine.length() <= STEP_WIDTH ? oneLine : oneLine.substring(0, STEP_WIDTH - 3) + "...";
    }
}
