package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.objects;
import static dev.podproof.reference.faults.PodJson.readByNodes;
import static dev.podproof.reference.faults.PodJson.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hosts that do with most pods and services what they should, and not with those that are declared in a less usual form. */
final class UnusualHostFaults {
    /** Only init containers are told this; none is made with it. */
    private static final String INIT = "PODPROOF_FAULT_INIT";

    private static final String MADE_FOR_A_POD = "# Made by";

    private UnusualHostFaults() {}

    static List<Fault> all() {
        return List.of(
                HostEdgeFaults.wellEnded("codes-above-128-are-success-on-failure", code -> code > 128),
                named("init-containers-are-not-asked-to-end")
                        .before(Answers.class, shown(readByNodes(), spec(UnusualHostFaults::tellInit)))
                        .before(ContainerRuntime.class, (real, place) -> new DeafInit(real)),
                VariableFaults.services(
                        "services-without-ready-pods-are-not-in-the-variables",
                        () -> (service, around) -> isServed(service, around) ? service : null),
                VariableFaults.services(
                        "links-of-one-number-are-one", () -> (service, around) -> ofOneProtocol(service)),
                named("aliases-take-the-place-of-localhost")
                        .before(ContainerRuntime.class, (real, place) -> new Aliased(real)));
    }

    private static void tellInit(ObjectNode spec) {
        objects(spec, "initContainers")
                .forEach(container ->
                        container.withArray("env").addObject().put("name", INIT).put("value", "1"));
    }

    private static boolean isServed(Service service, Lens.Around around) {
        return around.view()
                .find(
                        Endpoints.class,
                        service.getMetadata().getNamespace() + "/"
                                + service.getMetadata().getName())
                .filter(ServiceFaults::isServed)
                .isPresent();
    }

    /** Ports of one number seem to have the protocol of the first of them. */
    private static Service ofOneProtocol(Service service) {
        Map<Integer, String> protocols = new HashMap<>();
        Service copy = new ServiceBuilder(service).build();
        for (ServicePort port : copy.getSpec().getPorts()) {
            String own = port.getProtocol() == null ? "TCP" : port.getProtocol();
            protocols.putIfAbsent(port.getPort(), own);
            port.setProtocol(protocols.get(port.getPort()));
        }
        return copy;
    }

    /** The file of a pod's names is complete only when a container of it is about to start: that is when lines are taken out of it. */
    private static final class Aliased extends RuntimeDecorator {
        private final Map<String, Path> files = new ConcurrentHashMap<>();

        Aliased(ContainerRuntime real) {
            super(real);
        }

        @Override
        public String create(ContainerSpec spec) {
            String id = real.create(spec);
            spec.mounts().stream()
                    .filter(mount -> mount.target().equals("/etc/hosts"))
                    .forEach(mount -> files.put(id, Path.of(mount.source())));
            return id;
        }

        @Override
        public void start(String id) {
            Path file = files.get(id);
            if (file != null) {
                withoutLocalhost(file);
            }
            real.start(id);
        }

        /** Where lines follow that of the pod itself, those before it are left out; the file stays the same one, since containers have it mounted. */
        private static void withoutLocalhost(Path file) {
            try {
                List<String> lines = Files.readAllLines(file);
                int own = 0;
                while (own < lines.size() && lines.get(own).matches("(#|127\\.|::1|fe00).*")) {
                    own++;
                }
                boolean isOfPod = !lines.isEmpty() && lines.get(0).startsWith(MADE_FOR_A_POD);
                if (isOfPod && own + 1 < lines.size()) {
                    Files.write(file, lines.subList(own, lines.size()));
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("can't rewrite " + file + " for a fault", failed);
            }
        }
    }

    /** Init containers end when they are done, whatever signal they are to be sent. */
    private static final class DeafInit extends RuntimeDecorator {
        private final Set<String> init = ConcurrentHashMap.newKeySet();

        DeafInit(ContainerRuntime real) {
            super(real);
        }

        @Override
        public String create(ContainerSpec spec) {
            boolean isInit = spec.environment().contains(INIT + "=1");
            String id = real.create(
                    isInit
                            ? Specs.environment(
                                    spec,
                                    all -> all.stream()
                                            .filter(one -> !one.startsWith(INIT))
                                            .toList())
                            : spec);
            if (isInit) {
                init.add(id);
            }
            return id;
        }

        @Override
        public void signal(String id, String signal) {
            if (!init.contains(id)) {
                real.signal(id, signal);
            }
        }
    }
}
