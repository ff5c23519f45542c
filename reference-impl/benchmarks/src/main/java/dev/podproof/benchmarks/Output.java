package dev.podproof.benchmarks;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.nio.charset.StandardCharsets;

/** Collects what a command in a container prints, on both of its streams. */
final class Output extends ResultCallback.Adapter<Frame> {
    private final StringBuilder text;

    Output(StringBuilder text) {
        this.text = text;
    }

    @Override
    public void onNext(Frame frame) {
        text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
    }
}
