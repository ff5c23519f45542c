package dev.podproof.reference.view;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with many objects, of which one may be unlike anything that was thought of: it alone is skipped, whatever goes wrong with
 * it, memory or stack included, and the log says so once until it changes. One for each thing that is done: what goes well with an object
 * takes back what was said of it. Thread-safe.
 */
public final class OneByOne {

    private static final Logger LOG = LoggerFactory.getLogger(OneByOne.class);
    /** More are not told apart: the log has enough to say by then. */
    private static final int MOST_COMPLAINTS = 1_000;

    private final String doing;
    private final Map<String, String> complaints = new ConcurrentHashMap<>();

    /** @param doing what is done, as the log says it: "looking for lost hosts" */
    public OneByOne(String doing) {
        this.doing = doing;
    }

    /** Does it with each of them. */
    public <T extends HasMetadata> void each(Collection<T> objects, Consumer<? super T> action) {
        for (T object : objects) {
            boolean unused = run(name(object), () -> action.accept(object));
        }
    }

    /** What comes of one of them; nothing if it was skipped. */
    public <T extends HasMetadata, R> Optional<R> of(T object, Function<? super T, R> function) {
        return of(name(object), () -> function.apply(object));
    }

    /** Whether one of them is as it has to be; no if it was skipped. */
    public <T extends HasMetadata> boolean test(T object, Function<? super T, Boolean> question) {
        return of(object, question).orElse(false);
    }

    /** Does something about what has that name; whether it was not skipped. */
    public boolean run(String name, Runnable action) {
        return of(name, () -> {
                    action.run();
                    return true;
                })
                .isPresent();
    }

    /** What comes of something that has that name; nothing if it was skipped. */
    public <R> Optional<R> of(String name, Supplier<R> look) {
        try {
            Optional<R> result = Optional.ofNullable(look.get());
            if (!complaints.isEmpty() && complaints.remove(name) != null) {
                LOG.info("{}: {} is no longer skipped", doing, name);
            }
            return result;
        } catch (RuntimeException | Error failed) {
            skip(name, failed);
            return Optional.empty();
        }
    }

    /** Says that something is skipped, where a caller has caught what went wrong with it. */
    public void skip(String name, Throwable failed) {
        if (failed instanceof KubernetesClientException refused && isOvertaken(refused)) {
            LOG.debug("{}: {} was changed by somebody else meanwhile", doing, name);
            return;
        }
        String why = failed.toString();
        boolean isKnown = why.equals(complaints.get(name));
        if (!isKnown && (complaints.size() < MOST_COMPLAINTS || complaints.containsKey(name))) {
            complaints.put(name, why);
        }
        if (!isKnown && failed instanceof KubernetesClientException) {
            LOG.warn("{}: {} is skipped: {}", doing, name, why);
        } else if (!isKnown) {
            LOG.warn("{}: {} is skipped: {}", doing, name, why, failed);
        }
    }

    private static boolean isOvertaken(KubernetesClientException refused) {
        return refused.getCode() == HttpURLConnection.HTTP_CONFLICT
                || refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** An object as the log names it, and no more of it: it may hold secrets. */
    static String name(HasMetadata object) {
        try {
            String namespace = object.getMetadata().getNamespace();
            return object.getKind() + " " + (namespace == null ? "" : namespace + "/")
                    + object.getMetadata().getName();
        } catch (RuntimeException | Error unreadable) {
            return "an object without a name";
        }
    }
}
