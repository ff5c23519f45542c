package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.readByNodes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.ProcessStreams;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Variables that are missing, wrong, those of somebody else, or not fixed. */
final class VariableFaults {
    private static final long LATE = 30;
    private static final Pattern OF_SERVICES =
            Pattern.compile("[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\\d+_(TCP|UDP)(_[A-Z]+)?)?)=.*");
    private static final Pattern OF_LINKS =
            Pattern.compile("(?!.*_SERVICE_PORT)[A-Z0-9_]+_PORT(_\\d+_(TCP|UDP)(_[A-Z]+)?)?=.*");
    private static final Pattern OF_NAMED_PORTS = Pattern.compile("[A-Z0-9_]+_SERVICE_PORT_[A-Z0-9_]+=.*");
    private static final Pattern OF_LINKS_DETAILS =
            Pattern.compile("[A-Z0-9_]+_PORT_\\d+_(TCP|UDP)_(PROTO|PORT|ADDR)=.*");

    private VariableFaults() {}

    static List<Fault> all() {
        return List.of(
                services("only-one-service-is-in-the-variables", () -> VariableFaults::onlyTheFirst),
                services(
                        "services-come-late-into-the-variables",
                        () -> (service, around) -> around.age(service) < LATE ? null : service),
                services(
                        "the-master-is-not-in-the-variables",
                        () -> (service, around) ->
                                service.getMetadata().getName().equals("kubernetes") ? null : service),
                services(
                        "headless-services-are-in-the-variables",
                        () -> (service, around) ->
                                "None".equals(service.getSpec().getClusterIP()) ? at(service, "0.0.0.0") : service),
                services(
                        "variables-have-the-target-port",
                        ServiceFaults.ports(ports -> ports.replaceAll(VariableFaults::targeted))),
                services(
                        "only-the-first-port-is-in-the-variables",
                        ServiceFaults.ports(
                                ports -> ports.subList(1, ports.size()).clear())),
                variables(
                        "variables-in-small-letters",
                        variable -> isOfService(variable)
                                ? variable.substring(0, variable.indexOf('=')).toLowerCase(Locale.ROOT)
                                        + variable.substring(variable.indexOf('='))
                                : variable),
                variables("variables-of-named-ports-are-missing", dropped(OF_NAMED_PORTS)),
                variables("variables-of-links-are-missing", dropped(OF_LINKS)),
                variables("parts-of-links-are-missing", dropped(OF_LINKS_DETAILS)),
                variables(
                        "links-say-another-protocol",
                        variable -> variable.matches(".*_PORT(_\\d+_(TCP|UDP))?=tcp://.*")
                                ? variable.replace("=tcp://", "=udp://")
                                : variable),
                services(
                        "dashes-are-left-out-of-variables",
                        () -> (service, around) -> new ServiceBuilder(service)
                                .editMetadata()
                                .withName(service.getMetadata().getName().replace("-", ""))
                                .endMetadata()
                                .build()),
                named("service-links-are-not-turned-off")
                        .before(Answers.class, shown(readByNodes(), PodJson.spec(s -> s.remove("enableServiceLinks")))),
                declaringOnly("services-win-over-what-a-container-declares", variable -> !hasNameOfService(variable)),
                knowing("variables-of-other-namespaces", (view, real) -> new RuntimeDecorator(real) {
                    @Override
                    public String create(ContainerSpec spec) {
                        return real.create(
                                Specs.isSandbox(spec)
                                        ? spec
                                        : Specs.environment(spec, variables -> {
                                            // The last of a name counts: those of the own namespace stay what they are.
                                            List<String> more = new ArrayList<>(of(
                                                    view.get(),
                                                    service -> !service.getMetadata()
                                                            .getNamespace()
                                                            .equals(Specs.label(spec, Labels.POD_NAMESPACE))));
                                            more.addAll(variables);
                                            return more;
                                        }));
                    }
                }),
                newVariablesInCommands());
    }

    private static Fault newVariablesInCommands() {
        AtomicReference<ContainerRuntime> engine = new AtomicReference<>();
        AtomicReference<ClusterView> seen = new AtomicReference<>();
        return named("commands-see-new-services")
                .before(ContainerRuntime.class, (real, place) -> {
                    engine.set(real);
                    return real;
                })
                .sight(Set.of(Part.AGENT), Service.class, () -> (service, around) -> {
                    seen.set(around.view());
                    return service;
                })
                .before(ContainerStreams.class, (real, place) -> new NewVariables(real, seen, engine));
    }

    static Fault services(String id, Supplier<Lens<Service>> lens) {
        return named(id).sight(Set.of(Part.AGENT), Service.class, lens);
    }

    private static Fault variables(String id, UnaryOperator<String> change) {
        return named(id)
                .before(
                        ContainerRuntime.class,
                        RuntimeDecorator.making(Specs.containers(spec -> Specs.environment(
                                spec,
                                variables -> variables.stream()
                                        .map(change)
                                        .filter(variable -> !variable.isEmpty())
                                        .toList()))));
    }

    /** Hosts are shown no other of the variables that containers declare. */
    static Fault declaringOnly(String id, Predicate<ObjectNode> kept) {
        return named(id)
                .before(
                        Answers.class,
                        shown(readByNodes(), PodJson.containers(container -> PodJson.keep(container, "env", kept))));
    }

    static boolean hasNameOfService(ObjectNode variable) {
        return isOfService(PodJson.name(variable) + "=");
    }

    private static UnaryOperator<String> dropped(Pattern which) {
        return variable -> which.matcher(variable).matches() ? "" : variable;
    }

    /** An engine that knows all services. */
    interface Knowing {
        ContainerRuntime of(AtomicReference<ClusterView> view, ContainerRuntime real);
    }

    static Fault knowing(String id, Knowing runtime) {
        AtomicReference<ClusterView> seen = new AtomicReference<>();
        return named(id)
                .sight(Set.of(Part.AGENT), Service.class, () -> (service, around) -> {
                    seen.set(around.view());
                    return service;
                })
                .before(ContainerRuntime.class, (real, place) -> runtime.of(seen, real));
    }

    static boolean isOfService(String variable) {
        return OF_SERVICES.matcher(variable).matches();
    }

    private static Service onlyTheFirst(Service service, Lens.Around around) {
        boolean first = around.view().list(Service.class, service.getMetadata().getNamespace()).stream()
                .map(other -> other.getMetadata().getName())
                .noneMatch(other -> other.compareTo(service.getMetadata().getName()) < 0);
        return first ? service : null;
    }

    private static Service at(Service service, String address) {
        return new ServiceBuilder(service)
                .editSpec()
                .withClusterIP(address)
                .endSpec()
                .build();
    }

    static ServicePort targeted(ServicePort port) {
        if (port.getTargetPort() != null && port.getTargetPort().getIntVal() != null) {
            ServicePort copy = new ServicePort();
            copy.setName(port.getName());
            copy.setProtocol(port.getProtocol());
            copy.setPort(port.getTargetPort().getIntVal());
            return copy;
        }
        return port;
    }

    /** Host and port of each service with an address. */
    static List<String> of(ClusterView view, Predicate<Service> which) {
        List<String> variables = new ArrayList<>();
        if (view != null) {
            view.list(Service.class).stream()
                    .filter(which)
                    .filter(service -> !"None".equals(service.getSpec().getClusterIP()))
                    .forEach(service -> {
                        String name = service.getMetadata()
                                .getName()
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_');
                        variables.add(
                                name + "_SERVICE_HOST=" + service.getSpec().getClusterIP());
                        variables.add(name + "_SERVICE_PORT="
                                + service.getSpec().getPorts().get(0).getPort());
                    });
        }
        return variables;
    }

    /** Commands in a running container are given the variables of the services that there are now. */
    private record NewVariables(
            ContainerStreams real, AtomicReference<ClusterView> view, AtomicReference<ContainerRuntime> engine)
            implements ContainerStreams {
        @Override
        public ProcessStreams exec(String containerId, ExecRequest request, OutputReader reader) {
            String namespace = engine.get()
                    .find(containerId)
                    .map(container -> container.labels().getOrDefault(Labels.POD_NAMESPACE, ""))
                    .orElse("");
            List<String> command = new ArrayList<>(List.of("env"));
            command.addAll(of(
                    view.get(), service -> service.getMetadata().getNamespace().equals(namespace)));
            command.addAll(request.command());
            return real.exec(
                    containerId,
                    new ExecRequest(command, request.stdin(), request.stdout(), request.stderr(), request.tty()),
                    reader);
        }

        @Override
        public AutoCloseable logs(String containerId, LogQuery query, OutputReader reader) {
            return real.logs(containerId, query, reader);
        }

        @Override
        public ProcessStreams attach(String containerId, AttachRequest request, OutputReader reader) {
            return real.attach(containerId, request, reader);
        }

        @Override
        public SocketChannel dial(String containerId, int port) {
            return real.dial(containerId, port);
        }

        @Override
        public AutoCloseable whenEnded(String containerId, Runnable ended) {
            return real.whenEnded(containerId, ended);
        }
    }
}
