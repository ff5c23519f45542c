package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Documents.told;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.declared;
import static dev.podproof.reference.faults.PodJson.objects;
import static dev.podproof.reference.faults.PodJson.readByNodes;
import static dev.podproof.reference.faults.PodJson.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Mount;
import dev.podproof.reference.node.runtime.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Directories that are not where, whose or what the pod was promised, and declarations of them that are not kept. */
final class VolumeFaults {
    private static final String EMPTY_DIRS = "/volumes/emptydir/";
    private static final String TAKEN = "/var/lib/podproof-faults/taken/";

    private VolumeFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>(declarations());
        all.addAll(directories());
        return all;
    }

    private static List<Fault> directories() {
        return List.of(
                named("empty-dir-for-each-container")
                        .before(ContainerRuntime.class, emptyDirs((spec, path) -> path + "-of-" + container(spec))),
                named("empty-dir-for-each-container-in-memory")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> sources(
                                        real,
                                        (spec, mount) -> isEmptyDir(mount) && Places.isInMemory(mount.source())
                                                ? Places.directory(mount.source() + "-of-" + container(spec))
                                                : mount.source())),
                named("empty-dir-is-empty-after-a-restart")
                        .before(
                                ContainerRuntime.class,
                                emptyDirs((spec, path) ->
                                        Specs.label(spec, Labels.RESTART_COUNT).equals("0")
                                                ? path
                                                : path + "-" + Specs.label(spec, Labels.RESTART_COUNT))),
                named("empty-dir-by-the-pods-name")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> sources(
                                        real,
                                        (spec, mount) -> isEmptyDir(mount)
                                                ? Places.directory(place.data()
                                                        .resolve(Specs.label(spec, Labels.POD_NAMESPACE))
                                                        .resolve(Specs.label(spec, Labels.POD_NAME))
                                                        .resolve(volume(mount)))
                                                : mount.source())),
                named("empty-dir-by-the-volumes-name")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> sources(
                                        real,
                                        (spec, mount) -> isEmptyDir(mount)
                                                ? Places.directory(place.data()
                                                        .resolve("by-volume")
                                                        .resolve(Specs.label(spec, Labels.POD_NAMESPACE))
                                                        .resolve(volume(mount)))
                                                : mount.source())),
                named("empty-dir-stays-on-the-host")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> sources(
                                        real,
                                        (spec, mount) -> isEmptyDir(mount)
                                                ? Places.directory(place.data()
                                                        .resolve(Specs.label(spec, Labels.POD_UID))
                                                        .resolve(volume(mount)))
                                                : mount.source())),
                named("later-containers-get-a-copy")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> sources(
                                        real,
                                        (spec, mount) -> isEmptyDir(mount) && !Specs.isFirst(real, spec)
                                                ? Places.copy(mount.source(), mount.source() + "-of-" + container(spec))
                                                : mount.source())),
                named("host-path-is-a-copy")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> sources(
                                        real,
                                        (spec, mount) -> isHostPath(mount)
                                                ? Places.copy(
                                                        mount.source(),
                                                        place.data()
                                                                .resolve(spec.name())
                                                                .resolve(mount.source()
                                                                        .substring(1))
                                                                .toString())
                                                : mount.source())),
                named("host-path-is-elsewhere")
                        .before(
                                Answers.class,
                                shown(readByNodes(), hostPaths((pod, path) -> "/var/lib/podproof/root" + path))),
                named("host-path-of-each-namespace")
                        .before(
                                Answers.class,
                                shown(
                                        readByNodes(),
                                        hostPaths((pod, path) -> "/var/lib/podproof/root/"
                                                + Json.text(pod, "metadata", "namespace") + path))),
                named("host-path-of-each-pod")
                        .before(
                                Answers.class,
                                shown(
                                        readByNodes(),
                                        hostPaths((pod, path) ->
                                                "/var/lib/podproof/root/" + Json.text(pod, "metadata", "uid") + path))),
                named("read-only-is-ignored").before(ContainerRuntime.class, mounts(mount -> writable(mount, false))),
                named("read-only-is-ignored-for-host-paths")
                        .before(
                                ContainerRuntime.class,
                                mounts(mount -> isHostPath(mount) ? writable(mount, false) : mount)),
                named("read-only-is-a-matter-of-the-volume")
                        .before(
                                ContainerRuntime.class,
                                RuntimeDecorator.making(Specs.containers(VolumeFaults::writableOnceIsWritable))),
                named("one-read-only-mount-is-all")
                        .before(Answers.class, shown(readByNodes(), spec(VolumeFaults::allReadOnly))),
                named("mounts-are-swapped").before(ContainerRuntime.class, (real, place) -> new RuntimeDecorator(real) {
                    @Override
                    public String create(ContainerSpec spec) {
                        return real.create(swapped(spec));
                    }
                }),
                named("passive-data-container")
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> new Companions(
                                        real,
                                        (spec, first) -> first ? Optional.of(Specs.passive(spec)) : Optional.empty(),
                                        false)));
    }

    private static List<Fault> declarations() {
        return List.of(
                named("unknown-mounts-are-dropped")
                        .before(Answers.class, told(declared(), spec(s -> dropUnknown(s, 0)))),
                named("unknown-mounts-of-later-containers-are-dropped")
                        .before(Answers.class, told(declared(), spec(s -> dropUnknown(s, 1)))),
                named("unknown-mounts-are-refused-without-a-name")
                        .before(
                                Answers.class,
                                (real, place) -> request -> PodJson.declared().test(Asked.of(request))
                                        ? real.handle(request).thenApply(VolumeFaults::nameless)
                                        : real.handle(request)),
                named("host-path-loses-its-type")
                        .before(Answers.class, told(declared(), volumes("hostPath", source -> source.put("type", "")))),
                named("empty-dir-loses-its-medium")
                        .before(
                                Answers.class,
                                told(declared(), volumes("emptyDir", source -> source.remove("medium")))),
                named("empty-dir-loses-its-limit")
                        .before(
                                Answers.class,
                                told(declared(), volumes("emptyDir", source -> source.remove("sizeLimit")))),
                named("mounts-lose-their-part-of-the-volume")
                        .before(
                                Answers.class,
                                told(
                                        declared(),
                                        PodJson.containers(container -> objects(container, "volumeMounts")
                                                .forEach(mount -> mount.remove("subPath"))))),
                aNewImageCostsThePartOfTheVolume(),
                named("volumes-that-nobody-mounts-are-dropped")
                        .before(Answers.class, told(declared(), spec(VolumeFaults::dropUnmounted))),
                named("volumes-from-is-obeyed")
                        .before(Answers.class, told(declared(), spec(VolumeFaults::takeFromOthers))),
                named("data-volume-containers-are-obeyed")
                        .before(Answers.class, told(declared(), spec(VolumeFaults::takeFromPods)))
                        .before(
                                ContainerRuntime.class,
                                (real, place) -> sources(real, (spec, mount) -> taken(real, spec, mount))),
                named("strict-validation-is-ignored")
                        .before(
                                Answers.class,
                                Documents.asked(
                                        declared(),
                                        request -> Asked.withQuery(
                                                request,
                                                request.rawQuery()
                                                        .replace(
                                                                "fieldValidation=Strict", "fieldValidation=Ignore")))));
    }

    private static Fault aNewImageCostsThePartOfTheVolume() {
        Set<String> changed = ConcurrentHashMap.newKeySet();
        return named("mounts-lose-their-part-of-the-volume-with-a-new-image")
                .before(Answers.class, (real, place) -> request -> {
                    Asked asked = Asked.of(request);
                    if (asked.who() != Asked.Who.USER || !asked.isFor("pods") || !asked.isChange()) {
                        return real.handle(request);
                    }
                    return Documents.get(real, request, request.path())
                            .thenCompose(before -> real.handle(request)
                                    .thenApply(reply -> Documents.changed(reply, after -> {
                                        changed.addAll(newImages(before, after));
                                        return after;
                                    })));
                })
                .before(Answers.class, Documents.shown(asked -> asked.isFor("pods"), pod -> {
                    objects(pod.path("spec"), "containers").stream()
                            .filter(container -> changed.contains(key(pod, container)))
                            .flatMap(container -> objects(container, "volumeMounts").stream())
                            .forEach(mount -> mount.remove("subPath"));
                    return pod;
                }));
    }

    private static Set<String> newImages(ObjectNode before, ObjectNode after) {
        Set<String> images = objects(before.path("spec"), "containers").stream()
                .map(container -> key(before, container) + Json.text(container, "image"))
                .collect(Collectors.toSet());
        return objects(after.path("spec"), "containers").stream()
                .filter(container -> !images.contains(key(after, container) + Json.text(container, "image")))
                .map(container -> key(after, container))
                .collect(Collectors.toSet());
    }

    private static String key(ObjectNode pod, ObjectNode container) {
        return Json.text(pod, "metadata", "uid") + "/" + PodJson.name(container) + "/";
    }

    private static String container(ContainerSpec spec) {
        return Specs.label(spec, Labels.CONTAINER);
    }

    static boolean isEmptyDir(Mount mount) {
        return mount.source().contains(EMPTY_DIRS);
    }

    static boolean isHostPath(Mount mount) {
        return !mount.source().contains("/pods/");
    }

    static String volume(Mount mount) {
        return mount.source().substring(mount.source().indexOf(EMPTY_DIRS) + EMPTY_DIRS.length());
    }

    private static Fault.Decorator<ContainerRuntime> emptyDirs(BiFunction<ContainerSpec, String, String> change) {
        return (real, place) -> sources(real, (spec, mount) -> {
            String path = isEmptyDir(mount) ? change.apply(spec, mount.source()) : mount.source();
            return path.equals(mount.source()) ? path : Places.directory(path);
        });
    }

    static ContainerRuntime sources(ContainerRuntime real, BiFunction<ContainerSpec, Mount, String> source) {
        return new RuntimeDecorator(real) {
            @Override
            public String create(ContainerSpec spec) {
                return real.create(Specs.containers(pods -> Specs.sources(pods, mount -> source.apply(pods, mount)))
                        .apply(spec));
            }
        };
    }

    private static Fault.Decorator<ContainerRuntime> mounts(UnaryOperator<Mount> change) {
        return RuntimeDecorator.making(Specs.containers(spec -> Specs.mounts(spec, change)));
    }

    private static Mount writable(Mount mount, boolean readOnly) {
        return new Mount(mount.source(), mount.target(), readOnly, mount.propagation());
    }

    private static ContainerSpec writableOnceIsWritable(ContainerSpec spec) {
        Set<String> writable = spec.mounts().stream()
                .filter(mount -> !mount.readOnly())
                .map(Mount::source)
                .collect(Collectors.toSet());
        return Specs.mounts(spec, mount -> writable(mount, mount.readOnly() && !writable.contains(mount.source())));
    }

    private static ContainerSpec swapped(ContainerSpec spec) {
        List<Mount> volumes = spec.mounts().stream()
                .filter(mount -> isEmptyDir(mount) || isHostPath(mount))
                .toList();
        if (volumes.size() < 2) {
            return spec;
        }
        Mount one = volumes.get(0);
        Mount other = volumes.get(1);
        return Specs.mounts(
                spec,
                mount -> mount.equals(one)
                        ? new Mount(other.source(), one.target(), one.readOnly(), one.propagation())
                        : mount.equals(other)
                                ? new Mount(one.source(), other.target(), other.readOnly(), other.propagation())
                                : mount);
    }

    private static UnaryOperator<ObjectNode> hostPaths(BiFunction<ObjectNode, String, String> place) {
        return pod -> {
            objects(pod.path("spec"), "volumes").stream()
                    .filter(volume -> volume.has("hostPath"))
                    .map(volume -> (ObjectNode) volume.get("hostPath"))
                    .filter(source -> !source.path("path").asText().startsWith("/var/lib/podproof/root"))
                    .forEach(source -> source.put(
                            "path", place.apply(pod, source.path("path").asText())));
            return pod;
        };
    }

    static UnaryOperator<ObjectNode> volumes(String type, java.util.function.Consumer<ObjectNode> change) {
        return spec(s -> objects(s, "volumes").stream()
                .filter(volume -> volume.get(type) instanceof ObjectNode)
                .forEach(volume -> change.accept((ObjectNode) volume.get(type))));
    }

    private static Set<String> names(ObjectNode parent, String field) {
        return objects(parent, field).stream().map(PodJson::name).collect(Collectors.toSet());
    }

    private static void dropUnknown(ObjectNode spec, int from) {
        Set<String> volumes = names(spec, "volumes");
        objects(spec, "containers").stream()
                .skip(from)
                .forEach(container ->
                        PodJson.keep(container, "volumeMounts", mount -> volumes.contains(PodJson.name(mount))));
    }

    private static void dropUnmounted(ObjectNode spec) {
        Set<String> mounted = objects(spec, "containers").stream()
                .flatMap(container -> names(container, "volumeMounts").stream())
                .collect(Collectors.toSet());
        PodJson.keep(spec, "volumes", volume -> mounted.contains(PodJson.name(volume)));
    }

    private static void allReadOnly(ObjectNode spec) {
        Set<String> readOnly = objects(spec, "containers").stream()
                .flatMap(container -> objects(container, "volumeMounts").stream())
                .filter(mount -> mount.path("readOnly").asBoolean())
                .map(PodJson::name)
                .collect(Collectors.toSet());
        objects(spec, "containers").stream()
                .flatMap(container -> objects(container, "volumeMounts").stream())
                .filter(mount -> readOnly.contains(PodJson.name(mount)))
                .forEach(mount -> mount.put("readOnly", true));
    }

    /** As Docker has it: the mounts of the container that is named, at the same paths. */
    private static void takeFromOthers(ObjectNode spec) {
        for (ObjectNode taker : objects(spec, "containers")) {
            Set<String> givers = names(taker, "volumesFrom");
            objects(spec, "containers").stream()
                    .filter(giver -> givers.contains(PodJson.name(giver)))
                    .flatMap(giver -> objects(giver, "volumeMounts").stream())
                    .toList()
                    .forEach(mount -> taker.withArray("volumeMounts").add(mount.deepCopy()));
        }
    }

    /** The host is told whose volume it is by a path that nobody else uses. */
    private static void takeFromPods(ObjectNode spec) {
        for (ObjectNode volume : objects(spec, "volumes")) {
            if (volume.has("dataVolumeContainer")) {
                String pod = Json.text(volume, "dataVolumeContainer", "pod");
                volume.putObject("hostPath").put("path", TAKEN + pod);
            }
        }
    }

    private static String taken(ContainerRuntime real, ContainerSpec spec, Mount mount) {
        if (!mount.source().startsWith(TAKEN)) {
            return mount.source();
        }
        String own = Specs.label(spec, Labels.POD_UID);
        Path pods = Path.of(spec.mounts().stream()
                .map(Mount::source)
                .filter(source -> source.contains("/pods/" + own))
                .findFirst()
                .map(source -> source.substring(0, source.indexOf("/pods/") + 5))
                .orElse(TAKEN));
        return real.containers().stream()
                .filter(other -> mount.source().equals(TAKEN + other.labels().get(Labels.POD_NAME)))
                .map(other -> Path.of(pods + "/" + other.podUid() + EMPTY_DIRS))
                .flatMap(directory -> Places.children(directory).stream())
                .findFirst()
                .orElse(mount.source());
    }

    private static Reply nameless(Reply reply) {
        if (!(reply instanceof Reply.Whole whole) || whole.status() != 422) {
            return reply;
        }
        ObjectNode status = Json.object()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("reason", "Invalid")
                .put("message", "the pod is invalid")
                .put("code", 422);
        return Reply.json(422, Json.bytes(status));
    }
}
