package dev.podproof.report.cli;

import dev.podproof.conformance.subject.RegistryImages;
import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.hosts.images.Images;
import dev.podproof.report.run.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** podproof load: images of this machine for the hosts of a reference cluster, which reach no registry everywhere. */
@Command(
        name = "load",
        description =
                "Hands images of this machine over to every host of a cluster, and prints their names. A host that joins later has not got them:"
                        + " say it again then.",
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    @Mixin
    private ClusterNameOption cluster = new ClusterNameOption();

    @Parameters(
            paramLabel = "IMAGE",
            arity = "1..*",
            description =
                    "An image that this machine has or can pull; etcd, zookeeper and consul stand for those stores, which are made here where they"
                            + " cannot be pulled.")
    private List<String> wanted = List.of();

    private final Terminal terminal;

    LoadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ReferenceCluster found = cluster.find();
        List<String> images = new ArrayList<>(wanted);
        Map<String, String> stores = stores();
        if (!stores.isEmpty()) {
            Images.Found made = ReferenceCluster.builder().findImages().registries(stores);
            made.lacking().forEach((store, why) -> {
                throw new BadInput("The image of " + store + " cannot be had: " + why);
            });
            images.replaceAll(image -> made.images().getOrDefault(image, image));
        }
        found.loadImages(images);
        images.forEach(terminal::line);
        return 0;
    }

    private SortedMap<String, String> stores() {
        SortedMap<String, String> stores =
                new TreeMap<>(RegistryImages.defaults().images());
        stores.keySet().retainAll(wanted);
        return stores;
    }
}
