package dev.podproof.hosts.images;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a pull ended. That no registry is reached is an expected answer here, and not worth the stack trace that the library would log. */
final class PullResult extends ResultCallback.Adapter<PullResponseItem> {
    private static final Pattern ENGINE_MESSAGE = Pattern.compile("\"message\":\"(.*)\"");

    private volatile String failure;

    @Override
    public void onNext(PullResponseItem item) {
        if (item.isErrorIndicated()) failure = oneLine(item.getErrorDetail().getMessage());
    }

    @Override
    public void onError(Throwable thrown) {
        failure = oneLine(thrown.getMessage());
        onComplete();
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** The Engine's words out of the JSON that the library wraps them in. */
    private static String oneLine(String message) {
        var text = String.valueOf(message).strip().replaceAll("\\s+", " ");
        var engine = ENGINE_MESSAGE.matcher(text);
        return engine.find() ? engine.group(1).replace("\\\"", "\"") : text;
    }
}
