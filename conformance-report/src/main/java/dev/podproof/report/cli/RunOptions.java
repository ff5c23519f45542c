package dev.podproof.report.cli;

import dev.podproof.conformance.subject.RegistryImages;
import dev.podproof.conformance.subject.Settings;
import dev.podproof.features.Faults;
import dev.podproof.hosts.StoreKind;
import dev.podproof.report.run.BadInput;
import dev.podproof.report.run.FaultChoice;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a person can say about a run. */
final class RunOptions {
    /** How the cluster under test is come by. */
    enum TargetKind {
        REFERENCE,
        KUBECONFIG,
        K3S
    }

    private static final int QUICK_HOSTS = 2;

    private static final Duration REFERENCE_HOST_GRACE = Duration.ofSeconds(10);

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "podproof-report",
            description = "Folder of the report (default: ${DEFAULT-VALUE}/).")
    Path out;

    @Option(
            names = "--target",
            paramLabel = "T",
            description = "reference (default), kubeconfig (default with --kubeconfig or --context) or k3s.")
    TargetKind target;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig of the cluster to test (default: $KUBECONFIG, then ~/.kube/config).")
    Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "C",
            description = "Context of the kubeconfig (default: the current one).")
    String context;

    @Option(
            names = "--docker-hosts",
            paramLabel = "FILE",
            description =
                    "How to reach the hosts of the cluster, for requirements that look into hosts or take one away: YAML, "
                            + "the API's name of each host with the name of its container on this machine "
                            + "(node-1: my-node-1), or with the commands run, stop, start, cut-off and heal.")
    Path dockerHosts;

    @Option(
            names = "--allow-disruption",
            description =
                    "Let scenarios stop hosts of this cluster and cut them off, and add hosts to it (RC-05, NET-14). A host that runs the "
                            + "control plane, or is the only one that takes pods, is spared even so. The reference needs no such leave.")
    boolean allowDisruption;

    @Option(
            names = "--bare-hosts",
            paramLabel = "FILE",
            description =
                    "How to reach two hosts with a Docker Engine as it is installed, on which nothing runs, for the profile docker; "
                            + "in the form of --docker-hosts. The reference starts two of its own.")
    Path bareHosts;

    @Option(names = "--hosts", paramLabel = "N", description = "Hosts of the reference (default: 3).")
    Integer hosts;

    @Option(names = "--max-hosts", paramLabel = "N", description = "How many hosts of the target to use at most.")
    Integer maxHosts;

    @Option(
            names = "--profile",
            paramLabel = "P",
            split = ",",
            description = "Profiles to decide: portable, original, hosts, docker "
                    + "(default: all on the reference, portable elsewhere).")
    List<String> profiles = List.of();

    @Option(
            names = "--requirements",
            paramLabel = "ID",
            split = ",",
            description = "Only these requirements, for example NET-02,NET-03.")
    List<String> requirements = List.of();

    @Option(
            names = "--section",
            paramLabel = "S",
            description = "Only the requirements of this section of the document.")
    List<String> sections = List.of();

    @Mixin
    NetworkOption network = new NetworkOption();

    @Mixin
    RangeOptions ranges = new RangeOptions();

    @Option(names = "--store", paramLabel = "S", description = "Store of the reference: sqlite (default) or etcd.")
    StoreKind store;

    @Option(
            names = "--image",
            paramLabel = "I",
            defaultValue = Settings.DEFAULT_IMAGE,
            description = "Image of the pods (default: ${DEFAULT-VALUE}).")
    String image;

    @Option(
            names = "--registry-image",
            paramLabel = "STORE=IMAGE",
            description =
                    "Image of a store that pods register themselves in (EXT-01 to EXT-03): etcd, zookeeper or consul; "
                            + "may be given for each (default: the public images, see podproof images).")
    Map<String, String> registryImages = Map.of();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Scenarios that work side by side; those that wait for something come on top "
                    + "(default: two for each processor of this machine).")
    Integer parallel;

    @Option(
            names = "--timeout",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "After this time (90s, 10m, 1h) nothing new starts; what did not start is untested.")
    Duration timeout;

    @Option(names = "--fail-fast", description = "Start nothing new after the first failure.")
    boolean failFast;

    @Option(
            names = "--expected-failures",
            paramLabel = "FILE",
            description = "Requirements that are known to fail, one ID a line: changes the exit code alone.")
    Path expectedFailures;

    @Option(
            names = "--outside",
            paramLabel = "HOST:PORT",
            description = "A server outside the cluster that pods can be sent to.")
    String outside;

    @Option(
            names = "--outside-name",
            paramLabel = "NAME",
            description = "A name that only the resolver of the target's hosts knows (DNS-06).")
    String outsideName;

    @Option(
            names = "--host-grace",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "How long the target lets a host be silent before it takes it for lost "
                    + "(default: 10s on the reference, 60s elsewhere).")
    Duration hostGrace;

    @Option(
            names = "--patience",
            paramLabel = "T",
            converter = DurationConverter.class,
            description =
                    "How long to wait for the target to get ready, wherever no requirement has a limit of its own: "
                            + "for pods to run, for services to be known (default: 2m). A slow cluster needs more.")
    Duration patience;

    @Option(
            names = "--fault",
            paramLabel = "ID",
            split = ",",
            description = "Start the reference with this deliberate violation (podproof faults list).")
    List<String> faults = List.of();

    @Option(
            names = "--quick",
            description =
                    "Only what is required of every cluster (MUST, portable) and is seen within seconds, on two hosts: "
                            + "a first look, which leaves the verdict open.")
    boolean quick;

    @Option(
            names = "--dry-run",
            description = "Say what would be tested, what it needs and what it would change, and touch no cluster.")
    boolean dryRun;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run it N times, one after the other, and count the outcomes of each requirement.")
    int repeat;

    @Option(names = "--keep", description = "Keep the reference's hosts after the run.")
    boolean keep;

    TargetKind kind() {
        if (target != null) {
            return target;
        }
        return kubeconfig != null || context != null ? TargetKind.KUBECONFIG : TargetKind.REFERENCE;
    }

    /** Refuses by name what is not built yet, and what makes no sense together. */
    void check() {
        refuse(kind() == TargetKind.K3S, "--target k3s is not built yet; start k3s yourself and use --kubeconfig FILE");
        boolean reference = kind() == TargetKind.REFERENCE;
        refuse(
                !reference && !faults.isEmpty(),
                "--fault is for the reference, which can be made to violate something; this target is as it is");
        fault();
        refuse(
                reference && (kubeconfig != null || context != null),
                "--kubeconfig and --context do not go with --target reference; leave out --target");
        refuse(
                reference && dockerHosts != null,
                "--docker-hosts does not go with --target reference, which knows its own");
        refuse(
                reference && bareHosts != null,
                "--bare-hosts does not go with --target reference, which starts its own");
        refuse(
                reference && allowDisruption,
                "--allow-disruption does not go with --target reference, which is made for the run and may be disturbed anyway");
        refuse(!reference && hosts != null, "--hosts is for the reference; use --max-hosts for this target");
        if (network.all()) {
            refuse(keep, "--keep does not go with --network all, which makes a cluster for each network");
        } else {
            network.network();
        }
        refuse(
                quick && !(requirements.isEmpty() && sections.isEmpty() && profiles.isEmpty()),
                "--quick chooses by itself; leave out --requirements, --section and --profile");
        refuse(quick && network.all(), "--quick does not go with --network all");
        refuse(repeat < 1, "--repeat must be 1 or more");
        refuse(repeat > 1 && network.all(), "--repeat does not go with --network all");
        refuse(repeat > 1 && keep, "--repeat does not go with --keep, as each run has a cluster of its own");
        registries();
        refuse(!reference && network.given(), "--network is for the reference; this target has its own network");
        refuse(
                !reference && ranges.given(),
                "--pod-range, --subnet-prefix and --service-range are for the reference; this target has its own");
        refuse(!reference && store != null, "--store is for the reference; this target has a store of its own");
        refuse(!reference && keep, "--keep is for the reference; this target is kept anyway");
        refuse(hosts != null && hosts < 1, "--hosts must be 1 or more");
        refuse(maxHosts != null && maxHosts < 1, "--max-hosts must be 1 or more");
        refuse(parallel != null && parallel < 1, "--parallel must be 1 or more");
        refuse(
                patience != null && patience.isZero(),
                "--patience must be 1s or more: nothing is ready at the moment that it is asked for");
        refuse(
                outside != null && !outside.matches("[^:\\s]+:[0-9]{1,5}"),
                "--outside must be HOST:PORT, for example 192.0.2.10:80, not '" + outside + "'");
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new BadInput(message);
        }
    }

    int parallel() {
        return parallel == null ? 2 * Runtime.getRuntime().availableProcessors() : parallel;
    }

    /** The deliberate violations that were asked for, each of which there is. */
    FaultChoice fault() {
        return FaultChoice.of(faults, Faults.load(), true, new SecureRandom());
    }

    int hostsOfReference() {
        return hosts == null ? usualHosts() : hosts;
    }

    StoreKind storeOfReference() {
        return store == null ? StoreKind.SQLITE : store;
    }

    private int usualHosts() {
        return quick ? QUICK_HOSTS : Settings.DEFAULT_MAX_HOSTS;
    }

    private RegistryImages registries() {
        RegistryImages registries = RegistryImages.defaults();
        for (Map.Entry<String, String> given : registryImages.entrySet()) {
            refuse(
                    !registries.images().containsKey(given.getKey()),
                    "--registry-image: there is no store '" + given.getKey()
                            + "'; there are etcd, zookeeper and consul");
            registries = registries.with(given.getKey(), given.getValue());
        }
        return registries;
    }

    Settings settings() {
        int usable = kind() == TargetKind.REFERENCE ? hostsOfReference() : usualHosts();
        Duration grace = kind() == TargetKind.REFERENCE ? REFERENCE_HOST_GRACE : Settings.DEFAULT_HOST_GRACE;
        return Settings.defaults()
                .withHostGrace(hostGrace == null ? grace : hostGrace)
                .withPatience(patience == null ? Settings.DEFAULT_PATIENCE : patience)
                .withRegistries(registries())
                .withImage(image)
                .withDisruption(kind() == TargetKind.REFERENCE || allowDisruption)
                .withMaxHosts(maxHosts == null ? usable : maxHosts)
                .withOutside(Optional.ofNullable(outside))
                .withOutsideName(Optional.ofNullable(outsideName));
    }
}
