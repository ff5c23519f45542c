package dev.podproof.conformance.world;

import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.PodShells;
import dev.podproof.conformance.subject.RunIdentity;
import dev.podproof.conformance.subject.SecurityLevel;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.conformance.subject.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Pods that stand for the whole run, in a namespace of their own, for scenarios that only look at pods and call them. Nobody may change
 * them: the API is not asked for it, and whoever used them sees that they are as before. Safe to share between scenarios.
 */
public final class Standing {
    private static final String NAME = "pods that stand for the whole run";

    private static Standing current;

    private final ApiProbe guarded;
    private final RunIdentity run;
    private final Settings settings;
    private final Pods pods;
    private final Map<String, Pod> known = new LinkedHashMap<>();
    /** By the level that they are held to: most of the pods need nothing, and are not held to less because others do. */
    private final Map<SecurityLevel, Namespace> namespaces = new EnumMap<>(SecurityLevel.class);

    /** The pods of this run: the scenarios share no object but through the run that they belong to. */
    static synchronized Standing ofRun() {
        if (current == null || !current.run.equals(Subject.run())) {
            current = new Standing(
                    Subject.api(),
                    Subject.run(),
                    Subject.current().settings(),
                    new Shell(new PodShells(Subject.exec()), Optional.empty(), Subject.counts()));
        }
        return current;
    }

    /**
     * Takes what is needed and makes nothing yet.
     *
     * @param guarded what scenarios ask the API with, and which will refuse to change these pods
     */
    Standing(ApiProbe guarded, RunIdentity run, Settings settings, Shell shell) {
        this.guarded = guarded;
        this.run = run;
        this.settings = settings;
        this.pods = new Pods(guarded.unguarded(), settings, shell);
    }

    /**
     * Hands out pods like these, which are made when they are first wanted. One that is no longer what it was is made anew.
     *
     * @param loss told in words of each that was lost since somebody used it
     */
    synchronized List<Pod> take(List<PodManifest> wanted, Consumer<String> loss) {
        wanted.forEach(manifest -> forgetIfLost(manifest, loss));
        Map<SecurityLevel, List<PodManifest>> missing = wanted.stream()
                .filter(manifest -> !known.containsKey(manifest.name()))
                .map(manifest -> manifest.labelled(Map.of(Pod.STANDING, "yes")))
                .collect(Collectors.groupingBy(
                        manifest -> SecurityLevel.leastFor(manifest.complete(settings.image())),
                        () -> new EnumMap<>(SecurityLevel.class),
                        Collectors.toList()));
        missing.forEach((level, manifests) -> pods.start(namespace(level), manifests.toArray(PodManifest[]::new))
                .forEach(pod -> known.put(pod.name(), pod)));
        return wanted.stream().map(manifest -> known.get(manifest.name())).toList();
    }

    private Namespace namespace(SecurityLevel level) {
        return namespaces.computeIfAbsent(level, unused -> {
            Namespace made = Namespace.make(guarded.unguarded(), run, settings, NAME);
            guarded.refuseChangesBelow(made.path(""));
            return made;
        });
    }

    private void forgetIfLost(PodManifest wanted, Consumer<String> loss) {
        Pod before = known.get(wanted.name());
        if (before != null) {
            harm(before).ifPresent(harm -> {
                loss.accept(harm + "; a new one stands in for it");
                known.remove(before.name());
                if (pods.exists(before)) {
                    pods.delete(before);
                }
            });
        }
    }

    /** What has become of those of these pods that are not as they were when they were handed out. */
    List<String> harmed(List<Pod> used) {
        List<String> harmed = new ArrayList<>();
        used.forEach(pod -> harm(pod).ifPresent(harmed::add));
        return harmed;
    }

    private Optional<String> harm(Pod before) {
        String name = "standing pod " + before.name() + " on " + before.host();
        if (!pods.exists(before)) {
            return Optional.of(name + " is gone");
        }
        Pod now = pods.read(before);
        boolean same = now.uid().equals(before.uid())
                && now.containerIds().equals(before.containerIds())
                && now.address().equals(before.address())
                && now.isRunning()
                && !now.document().path("metadata").has("deletionTimestamp");
        return same ? Optional.empty() : Optional.of(name + " is not what it was: " + now.summary());
    }
}
