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
                        .before(
                                ContainerRuntime.class,
                                RuntimeDecorator.making(Specs.containers(made -> Specs.sources(
                                        made,
                                        mount -> mount.target().equals("/etc/hosts")
                                                ? withoutLocalhost(Path.of(mount.source()))
                                                : mount.source())))));
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

    /** Where lines follow that of the pod itself, those before it are left out. */
    private static String withoutLocalhost(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            int own = 0;
            while (own < lines.size() && lines.get(own).matches("(#|127\\.|::1|fe00).*")) {
                own++;
            }
            if (!lines.get(0).startsWith(MADE_FOR_A_POD) || own + 1 >= lines.size()) {
                return file.toString();
            }
            Path target = Path.of(file + ".fault");
            return Files.write(target, lines.subList(own, lines.size())).toString();
        } catch (IOException failed) {
            throw new UncheckedIOException("can't rewrite " + file + " for a fault", failed);
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
