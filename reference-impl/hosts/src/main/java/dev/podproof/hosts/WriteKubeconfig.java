package dev.podproof.hosts;

/** The file that kubectl and every other client of this cluster start from. */
final class WriteKubeconfig implements Action {
    @Override
    public String name() {
        return "kubeconfig";
    }

    @Override
    public void run(BringUp cluster) {
        AdminKubeconfig.write(cluster.environment(), cluster.spec().name(), AdminKubeconfig.content(cluster));
    }
}
