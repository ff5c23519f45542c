package dev.podproof.reference.proxy;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the virtual addresses of services work on this host (SVC-01 to SVC-08): the kernel translates them to ready endpoints,
 * for pods and for the host itself, and leaves the source address as it is (NET-03).
 *
 * <p>At start all rules are replaced in one transaction by what the API says; from then on only the services that changed are written. If
 * the kernel refuses, or somebody else removes the table, everything is written again.
 */
public final class ServiceProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceProxy.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofSeconds(30);

    private final OneByOne reading = new OneByOne("making rules for services");
    private final ClusterView view;
    private final Commands commands;
    private final ScheduledExecutorService thread;
    private final Ruleset ruleset;
    private final Flows flows;
    private final HairpinPorts hairpins;

    /** What changed since the last transaction: namespace/name. Guarded by itself. */
    private final Set<String> changed = new HashSet<>();
    /** What the kernel was told last. Only touched on the thread. */
    private final Map<String, List<VirtualPort>> written = new HashMap<>();

    private boolean complete;

    /**
     * A proxy for this host.
     *
     * @param thread runs one task at a time
     * @param serviceRange the range of virtual addresses, such as 10.96.0.0/16
     * @param bridge the bridge that this host's pods are on
     */
    public ServiceProxy(
            ClusterView view, Commands commands, ScheduledExecutorService thread, String serviceRange, String bridge) {
        this.view = view;
        this.commands = commands;
        this.thread = thread;
        this.ruleset = new Ruleset(serviceRange);
        this.flows = new Flows(commands);
        this.hairpins = new HairpinPorts(Path.of("/sys/class/net"), bridge);
    }

    /** Writes all rules, then follows the API's services and endpoints. */
    public void start() {
        view.list(Service.class);
        view.list(Endpoints.class);
        submit(this::bringUpToDate);
        view.follow(Service.class, Changes.any(this::noteChange));
        view.follow(Endpoints.class, Changes.any(this::noteChange));
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::check, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops following; the rules stay and go on working. */
    @Override
    public void close() {
        thread.shutdown();
    }

    private void noteChange(HasMetadata object) {
        boolean first;
        synchronized (changed) {
            first = changed.isEmpty();
            changed.add(object.getMetadata().getNamespace() + "/"
                    + object.getMetadata().getName());
        }
        if (first) {
            // Whatever changes until the thread comes to it becomes one transaction.
            submit(this::bringUpToDate);
        }
    }

    private void bringUpToDate() {
        try {
            if (complete) {
                writeChanges();
            } else {
                writeAll();
            }
        } catch (RuntimeException | Error failed) {
            complete = false;
            if (failed instanceof CommandFailed refused) {
                LOG.error("the rules for services are written anew in {}: {}", RETRY, refused.getMessage());
            } else {
                LOG.error("the rules for services are written anew in {}", RETRY, failed);
            }
            tryAgain();
        }
    }

    private void tryAgain() {
        try {
            ScheduledFuture<?> unused = thread.schedule(this::bringUpToDate, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("not tried again, because this process is ending");
        }
    }

    private void writeAll() {
        takeChanges();
        Map<String, List<VirtualPort>> all = new HashMap<>();
        for (Service service : view.list(Service.class)) {
            String key = service.getMetadata().getNamespace() + "/"
                    + service.getMetadata().getName();
            all.put(key, current(key));
        }
        List<VirtualPort> ports = all.values().stream().flatMap(List::stream).toList();
        nft(ruleset.complete(ports));
        // Endpoints may have gone while nobody looked.
        flows.forgetStale(ports);
        written.clear();
        written.putAll(all);
        complete = true;
        LOG.info("rules for {} services written", all.size());
    }

    private void writeChanges() {
        List<VirtualPort> before = new ArrayList<>();
        List<VirtualPort> after = new ArrayList<>();
        Map<String, List<VirtualPort>> next = new HashMap<>();
        for (String key : takeChanges()) {
            next.put(key, current(key));
            before.addAll(written.getOrDefault(key, List.of()));
            after.addAll(next.get(key));
        }
        String script = ruleset.change(before, after);
        if (!script.isEmpty()) {
            nft(script);
            flows.forgetStale(before, after);
        }
        next.forEach((key, ports) -> {
            if (ports.isEmpty()) {
                written.remove(key);
            } else {
                written.put(key, ports);
            }
        });
    }

    private List<VirtualPort> current(String key) {
        // One that can't be read stays as it was.
        return reading.of(
                        key,
                        () -> view.find(Service.class, key)
                                .map(service -> VirtualPort.of(service, view.find(Endpoints.class, key)))
                                .orElse(List.of()))
                .orElseGet(() -> written.getOrDefault(key, List.of()));
    }

    private Set<String> takeChanges() {
        synchronized (changed) {
            Set<String> taken = Set.copyOf(changed);
            changed.clear();
            return taken;
        }
    }

    private void check() {
        if (complete) {
            try {
                commands.run("nft", "-t", "list", "chain", "ip", "podproof_proxy", "dispatch");
            } catch (CommandFailed missing) {
                LOG.warn("somebody removed the rules for services; they are written anew");
                complete = false;
                bringUpToDate();
            } catch (RuntimeException | Error failed) {
                LOG.warn("the rules for services could not be looked at", failed);
            }
        }
    }

    private void nft(String script) {
        // A pod becomes a backend after it came onto the bridge, so that its port is there by now.
        hairpins.allow();
        commands.run(List.of("nft", "-f", "-"), script);
    }

    private void submit(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.debug("not written, because this process is ending");
        }
    }
}
