package dev.podproof.conformance.subject;

import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiLost;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.ExecProbe;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Any cluster for which there is a kubeconfig. */
public final class KubeconfigCluster implements ClusterUnderTest {
    private static final int UNAUTHORIZED = 401;

    private final String name;
    private final Config access;
    private final Settings settings;
    private final Machines machines;
    private final Offers offers;
    private final Offers bareOffers;

    private KubeconfigCluster(
            String name, Config access, Settings settings, Machines machines, Offers offers, Offers bareOffers) {
        this.name = name;
        this.access = access;
        this.settings = settings;
        this.machines = machines;
        this.offers = offers;
        this.bareOffers = bareOffers;
    }

    /**
     * Opens the cluster, removes what earlier runs left there that were killed, and finds out what it offers; makes a namespace there for a moment.
     *
     * @param context empty for the kubeconfig's current one
     * @param machines its hosts from below and what stands beside them, where somebody has said how to reach them
     * @param progress told in a line of what takes a while
     * @throws SubjectUnreachable when there is no such file or context, or nothing answers, or access is denied
     */
    public static KubeconfigCluster open(
            Path kubeconfig,
            Optional<String> context,
            Settings settings,
            Machines machines,
            Consumer<String> progress) {
        Config access = read(kubeconfig, context);
        ApiProbe api = reachable(kubeconfig, access);
        String name = access.getCurrentContext() == null
                ? access.getMasterUrl()
                : access.getCurrentContext().getName();
        ExecProbe exec = new ExecProbe(access);
        Offers offers = offers(access, () -> {
            new Leftovers(api, exec, machines, settings).remove().forEach(progress);
            return new OfferProbe(api, exec, settings, machines, progress).probe();
        });
        Offers bareOffers = new BareOffers(machines.bareHosts(), settings).probe();
        return new KubeconfigCluster(name, access, settings, machines, offers, bareOffers);
    }

    private static Config read(Path kubeconfig, Optional<String> context) {
        if (!Files.isReadable(kubeconfig)) {
            throw new SubjectUnreachable("kubeconfig " + kubeconfig + ": "
                    + (Files.exists(kubeconfig) ? "not readable by this user" : "no such file")
                    + "; name another with --kubeconfig");
        }
        Config config = parse(kubeconfig, context);
        boolean known = config.getCurrentContext() != null
                && context.map(wanted ->
                                wanted.equals(config.getCurrentContext().getName()))
                        .orElse(true);
        if (!known) {
            throw new SubjectUnreachable("kubeconfig " + kubeconfig + " has no context "
                    + context.map(wanted -> "'" + wanted + "'").orElse("that is current")
                    + "; name one with --context");
        }
        return config;
    }

    private static Config parse(Path kubeconfig, Optional<String> context) {
        try {
            return Config.fromKubeconfig(context.orElse(null), kubeconfig.toFile());
        } catch (RuntimeException e) {
            // Whatever the parsers in there throw: the file is the user's, and it is not what it should be.
            throw new SubjectUnreachable("kubeconfig " + kubeconfig + " cannot be understood: " + firstLine(e), e);
        }
    }

    private static ApiProbe reachable(Path kubeconfig, Config access) {
        try {
            ApiProbe api = new ApiProbe(access);
            Answer answer = api.get("/api/v1/namespaces?limit=1");
            if (!answer.succeeded()) {
                throw new SubjectUnreachable(
                        "the API at " + access.getMasterUrl() + " answers " + answer.status() + " " + answer.message()
                                + (answer.status() == UNAUTHORIZED
                                        ? "; these credentials are not, or no longer, accepted: get new ones"
                                        : ""));
            }
            if (!answer.body().path("items").isArray()) {
                throw new SubjectUnreachable("what answers at " + access.getMasterUrl()
                        + " is no Kubernetes API: it gives no list of namespaces; is the kubeconfig " + kubeconfig
                        + " right?");
            }
            return api;
        } catch (MissingNeed e) {
            throw new SubjectUnreachable("the API at " + access.getMasterUrl() + " refuses: " + firstLine(e), e);
        } catch (ApiLost e) {
            throw new SubjectUnreachable(
                    "nothing usable answers at " + access.getMasterUrl() + " (from " + kubeconfig + "): "
                            + firstLine(e),
                    e);
        }
    }

    private static Offers offers(Config access, Supplier<Offers> probe) {
        try {
            return probe.get();
        } catch (ApiLost | MissingNeed e) {
            throw new SubjectUnreachable(
                    "what the cluster at " + access.getMasterUrl() + " offers cannot be found out: " + firstLine(e), e);
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Config access() {
        return access;
    }

    @Override
    public Offers offers() {
        return offers;
    }

    @Override
    public Optional<DockerHosts> dockerHosts() {
        return machines.hosts();
    }

    @Override
    public Optional<DockerHosts> bareHosts() {
        return machines.bareHosts();
    }

    @Override
    public Optional<HostPool> hostPool() {
        return machines.pool();
    }

    @Override
    public Offers bareOffers() {
        return bareOffers;
    }

    @Override
    public Settings settings() {
        return settings;
    }
}
