package dev.podproof.reference.node.health;

import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a probe or a hook does to its container. */
sealed interface Action {

    record Exec(List<String> command) implements Action {
        public Exec {
            command = List.copyOf(command);
        }
    }

    record Http(HTTPGetAction request) implements Action {}

    record Tcp(TCPSocketAction socket) implements Action {}

    record Sleep(Duration time) implements Action {}

    /** Something that this host can't do; asked for it, it says so. */
    record Unknown(String what) implements Action {}

    static Action of(Probe probe) {
        return probe.getGrpc() != null
                ? new Unknown("a gRPC probe")
                : of(probe.getExec(), probe.getHttpGet(), probe.getTcpSocket());
    }

    static Action of(LifecycleHandler hook) {
        return hook.getSleep() != null
                ? new Sleep(Duration.ofSeconds(hook.getSleep().getSeconds()))
                : of(hook.getExec(), hook.getHttpGet(), hook.getTcpSocket());
    }

    private static Action of(ExecAction exec, HTTPGetAction http, TCPSocketAction tcp) {
        if (exec != null) {
            return new Exec(Objects.requireNonNullElse(exec.getCommand(), List.of()));
        }
        if (http != null) {
            return new Http(http);
        }
        return tcp != null ? new Tcp(tcp) : new Unknown("a probe or hook without a handler");
    }
}
