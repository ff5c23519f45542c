package dev.podproof.reference.faults;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.RuntimeInfo;
import dev.podproof.reference.node.runtime.RuntimeListener;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An engine that does what the real one does; what it does else is for faults to say. */
class RuntimeDecorator implements ContainerRuntime {
    final ContainerRuntime real;

    RuntimeDecorator(ContainerRuntime real) {
        this.real = real;
    }

    /** An engine whose containers are made from something else than what was asked for. */
    static Fault.Decorator<ContainerRuntime> making(Function<ContainerSpec, ContainerSpec> change) {
        return (real, place) -> new RuntimeDecorator(real) {
            @Override
            public String create(ContainerSpec spec) {
                return real.create(change.apply(spec));
            }
        };
    }

    @Override
    public RuntimeInfo info() {
        return real.info();
    }

    @Override
    public void ping() {
        real.ping();
    }

    @Override
    public void ensureNetwork(PodNetwork network) {
        real.ensureNetwork(network);
    }

    @Override
    public List<Container> containers() {
        return real.containers();
    }

    @Override
    public List<Container> containersOf(String podUid) {
        return real.containersOf(podUid);
    }

    @Override
    public Optional<Container> find(String id) {
        return real.find(id);
    }

    @Override
    public String create(ContainerSpec spec) {
        return real.create(spec);
    }

    @Override
    public void start(String id) {
        real.start(id);
    }

    @Override
    public void signal(String id, String signal) {
        real.signal(id, signal);
    }

    @Override
    public void remove(String id) {
        real.remove(id);
    }

    @Override
    public Optional<Image> image(String reference) {
        return real.image(reference);
    }

    @Override
    public void pull(String reference) {
        real.pull(reference);
    }

    @Override
    public List<Image> images() {
        return real.images();
    }

    @Override
    public AutoCloseable watch(RuntimeListener listener) {
        return real.watch(listener);
    }

    @Override
    public ContainerStreams streams() {
        return real.streams();
    }

    @Override
    public void close() {
        real.close();
    }
}
