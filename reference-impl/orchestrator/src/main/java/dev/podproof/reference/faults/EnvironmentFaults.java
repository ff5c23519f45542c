package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Variables that are right for the first container, the first dash or the first port, and wrong for what comes after. */
final class EnvironmentFaults {
    private static final Pattern LINK_OF_UDP = Pattern.compile("(.+_PORT_\\d+)_UDP(_PROTO)?=udp(.*)");
    /** A dash that no variable's name is freed of. */
    private static final char OTHER_DASH = '\u2010';

    private EnvironmentFaults() {}

    static List<Fault> all() {
        return List.of(
                named("no-variables-after-a-restart")
                        .before(
                                ContainerRuntime.class,
                                RuntimeDecorator.making(Specs.containers(spec -> Specs.restarts(spec) == 0
                                        ? spec
                                        : Specs.environment(
                                                spec,
                                                variables -> variables.stream()
                                                        .filter(variable -> !VariableFaults.isOfService(variable))
                                                        .toList())))),
                VariableFaults.services(
                                "only-the-first-dash-is-an-underscore", () -> (service, around) -> laterDashes(service))
                        .before(
                                ContainerRuntime.class,
                                RuntimeDecorator.making(Specs.containers(spec -> Specs.environment(
                                        spec,
                                        variables -> variables.stream()
                                                .map(variable -> variable.replace(OTHER_DASH, '-'))
                                                .toList())))),
                named("links-of-udp-are-those-of-tcp")
                        .before(
                                ContainerRuntime.class,
                                RuntimeDecorator.making(
                                        Specs.containers(spec -> Specs.environment(spec, EnvironmentFaults::asTcp)))),
                restarting(),
                VariableFaults.knowing(
                        "services-of-default-are-in-all-variables", (view, real) -> new RuntimeDecorator(real) {
                            @Override
                            public String create(ContainerSpec spec) {
                                return real.create(
                                        Specs.isSandbox(spec)
                                                ? spec
                                                : Specs.environment(spec, own -> withDefaults(own, view.get())));
                            }
                        }),
                VariableFaults.declaringOnly(
                        "services-win-over-what-has-no-plain-value", variable -> !givesWay(variable)),
                VariableFaults.declaringOnly(
                        "services-win-over-what-is-empty",
                        variable -> variable.has("valueFrom") || !givesWay(variable)));
    }

    private static Service laterDashes(Service service) {
        String name = service.getMetadata().getName();
        int first = name.indexOf('-') + 1;
        return new ServiceBuilder(service)
                .editMetadata()
                .withName(name.substring(0, first) + name.substring(first).replace('-', OTHER_DASH))
                .endMetadata()
                .build();
    }

    private static List<String> asTcp(List<String> variables) {
        return variables.stream()
                .map(variable -> {
                    Matcher udp = LINK_OF_UDP.matcher(variable);
                    return udp.matches()
                                    && variables.stream().anyMatch(other -> other.startsWith(udp.group(1) + "_TCP="))
                            ? variable.replace("=udp", "=tcp")
                            : variable;
                })
                .toList();
    }

    /** The last of a name counts: a container's own variables stay what they are. */
    private static List<String> withDefaults(List<String> own, ClusterView view) {
        List<String> all = new ArrayList<>(VariableFaults.of(
                view,
                service -> service.getMetadata().getNamespace().equals("default")
                        && !service.getMetadata().getName().equals("kubernetes")));
        all.addAll(own);
        return all;
    }

    private static boolean givesWay(ObjectNode variable) {
        boolean plain = !variable.path("value").asText().isEmpty();
        return !plain && VariableFaults.hasNameOfService(variable);
    }

    /** A container whose services are not all there any more is ended, so that a new one has variables without them. */
    private static Fault restarting() {
        AtomicReference<ClusterView> seen = new AtomicReference<>();
        AtomicReference<ContainerRuntime> engine = new AtomicReference<>();
        Map<String, Set<String>> given = new ConcurrentHashMap<>();
        return named("containers-restart-when-a-service-goes")
                .sight(Set.of(Part.AGENT), Service.class, () -> (service, around) -> {
                    seen.set(around.view());
                    given.forEach((id, services) -> {
                        if (!names(around.view()).containsAll(services) && given.remove(id, services)) {
                            engine.get()
                                    .find(id)
                                    .filter(Container::running)
                                    .ifPresent(running -> engine.get().signal(id, "SIGKILL"));
                        }
                    });
                    return service;
                })
                .before(ContainerRuntime.class, (real, place) -> {
                    engine.set(real);
                    return new RuntimeDecorator(real) {
                        @Override
                        public String create(ContainerSpec spec) {
                            String id = real.create(spec);
                            if (!Specs.isSandbox(spec) && seen.get() != null) {
                                String prefix = Specs.label(spec, Labels.POD_NAMESPACE) + "/";
                                given.put(
                                        id,
                                        names(seen.get()).stream()
                                                .filter(name -> name.startsWith(prefix))
                                                .collect(Collectors.toSet()));
                            }
                            return id;
                        }
                    };
                });
    }

    private static Set<String> names(ClusterView view) {
        return view.list(Service.class).stream()
                .map(service -> service.getMetadata().getNamespace() + "/"
                        + service.getMetadata().getName())
                .collect(Collectors.toSet());
    }
}
