package dev.podproof.hosts.images;

/** What only some hosts need: packages in an image of its own, on top of the one that all hosts share. */
public enum Addition {
    OPEN_VSWITCH("ovs", "ethtool openvswitch-switch"),
    ETCD("etcd", "etcd-server");

    private final String word;
    private final String packages;

    Addition(String word, String packages) {
        this.word = word;
        this.packages = packages;
    }

    /** In the name of the image. */
    String word() {
        return word;
    }

    String dockerfile(String image) {
        return "FROM " + image + """

                RUN apt-get update \\
                 && apt-get install -y --no-install-recommends %s \\
                 && apt-get clean && rm -rf /var/lib/apt/lists/* /usr/share/doc/*/* /usr/share/locale/* /usr/share/man/* /usr/bin/etcdutl
                """.formatted(packages);
    }
}
