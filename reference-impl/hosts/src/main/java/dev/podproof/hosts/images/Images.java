package dev.podproof.hosts.images;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import dev.podproof.hosts.engine.Engine;
import dev.podproof.hosts.engine.Environment;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/** Every image that a run needs, made or found in the outer Engine. Each is skipped when it is there and still good. */
public final class Images {
    /** What hosts call the image that pods run unless they say otherwise. */
    public static final String OF_PODS = PodImages.PUBLIC_TAG;

    private static final int BUFFER = 1 << 16;

    private final ImageStore store;
    private final BaseImage base;
    private final PodImages pods;
    private final HostImage host;
    private final RegistryImages registries;
    private final OldHostImages old;
    private final Progress progress;

    private Images(Engine engine, Environment environment, Clock clock, Progress progress) {
        this.progress = progress;
        store = new ImageStore(engine.client());
        var builder = new ImageBuilder(store, progress);
        base = new BaseImage(store, environment, progress);
        pods = new PodImages(store, builder, progress);
        host = new HostImage(store, builder);
        registries = new RegistryImages(store, builder, progress);
        old = new OldHostImages(engine.client(), clock, progress);
    }

    public static Images on(Engine engine, Environment environment, Clock clock, Progress progress) {
        return new Images(engine, environment, clock, progress);
    }

    /**
     * Makes what is missing, which takes minutes on a new machine and less than a second later.
     *
     * @param additions what these hosts need and others do without
     * @return the host image's name, for containers
     * @throws dev.podproof.hosts.engine.HostsException NO_IMAGE
     */
    public String host(Set<Addition> additions) {
        var baseId = base.ensure();
        var current = host.ensure(baseId, pods.ensurePodImage(), pods.ensurePauseImage());
        old.removeAllBut(current);
        var image = current;
        for (var addition : new TreeSet<>(additions)) image = host.with(addition, image);
        return image;
    }

    /** Makes or finds what pods run on, and answers with its name in the outer Engine. */
    public String pod() {
        return pods.ensurePodImage();
    }

    /**
     * Writes images into one archive, pulling those that are missing.
     *
     * @return a temporary file, which the caller deletes
     * @throws HostsException NO_IMAGE
     */
    public Path save(List<String> references) {
        references.forEach(this::require);
        try {
            var path = Files.createTempFile("podproof-images-", ".tar");
            try (var archive = store.save(references)) {
                Files.copy(archive, path, StandardCopyOption.REPLACE_EXISTING);
            }
            return path;
        } catch (IOException e) {
            throw new HostsException(HostsException.Reason.LOCAL_FILES, "cannot save the images " + references, e);
        }
    }

    /**
     * Writes every image that a run can need into one file, for machines that reach no registry: those that hosts are made of, and those of the
     * stores that can be had. Makes what is missing.
     *
     * @param stores by what is in them ({@code etcd}), the names of the public images
     * @param file a gzipped archive, as docker load reads it; one that is there is replaced once the new one is whole
     * @return the names of the images
     * @throws HostsException NO_IMAGE, or LOCAL_FILES with what kept the file from being written
     */
    public List<String> saveAll(Map<String, String> stores, Path file) {
        List<String> names = new ArrayList<>(List.of(BaseImage.TAG, host(Set.of())));
        names.addAll(pods.inBundle());
        names.addAll(new TreeMap<>(registries(stores).images()).values());
        progress.said("writing " + names.size() + " images into " + file);
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (var archive = store.save(names);
                    var out = new GZIPOutputStream(Files.newOutputStream(part), BUFFER)) {
                archive.transferTo(out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new HostsException(HostsException.Reason.LOCAL_FILES, "cannot write " + file + ": " + e, e);
        } finally {
            deleteIfThere(part);
        }
        return List.copyOf(names);
    }

    private void deleteIfThere(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            progress.said("could not delete " + part + ": " + e.getMessage());
        }
    }

    /**
     * Reads images from a file that {@link #saveAll} or docker save wrote.
     *
     * @throws HostsException LOCAL_FILES when it cannot be read, NO_IMAGE when Docker does not take it
     */
    public void loadAll(Path file) {
        progress.said("reading the images in " + file);
        try (var archive = Files.newInputStream(file)) {
            store.load(archive);
        } catch (IOException e) {
            throw new HostsException(HostsException.Reason.LOCAL_FILES, "cannot read " + file + ": " + e, e);
        } catch (DockerException | DockerClientException e) {
            throw new HostsException(
                    HostsException.Reason.NO_IMAGE,
                    file + " is no archive of images, or not all of one: " + e.getMessage(),
                    e);
        }
    }

    private void require(String reference) {
        if (store.find(reference).isPresent()) return;
        progress.said("pulling " + reference);
        store.pull(reference).ifPresent(why -> {
            throw new HostsException(
                    HostsException.Reason.NO_IMAGE,
                    "the image " + reference + " is not in the Docker Engine and can't be pulled (" + why
                            + "); pull it elsewhere and docker load it here");
        });
    }

    /**
     * What of some images can be had.
     *
     * @param images by the names of what is in them, that of the image in this machine's Engine
     * @param lacking why others can't be had
     */
    public record Found(Map<String, String> images, Map<String, String> lacking) {
        public Found {
            images = Map.copyOf(images);
            lacking = Map.copyOf(lacking);
        }
    }

    /**
     * Finds, pulls or makes the images of stores that pods may run, where that can be; a store's image that can't be had is no failure.
     *
     * @param wanted by what is in them ({@code etcd}), the names of the public images
     */
    public Found registries(Map<String, String> wanted) {
        base.ensure();
        return registries.ensure(wanted);
    }

    /** The names of all images that a run can need, for somebody who has to bring them to a machine by hand. */
    public static List<String> all() {
        return List.of(BaseImage.TAG, PodImages.PUBLIC_TAG, PodImages.PAUSE_TAG, HostImage.REPOSITORY);
    }
}
