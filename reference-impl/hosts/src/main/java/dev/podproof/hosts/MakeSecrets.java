package dev.podproof.hosts;

import dev.podproof.reference.security.ClusterSecrets;
import java.util.Set;

/** A certificate authority, keys and a token for this cluster alone; held in memory until they are copied into the hosts. */
final class MakeSecrets implements Action {
    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public void run(BringUp cluster) {
        cluster.secrets(ClusterSecrets.generate(
                Set.of(
                        cluster.spec().name() + "-master",
                        cluster.spec().ranges().kubernetes()),
                cluster.clock()));
    }
}
