package dev.podproof.reference.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a cluster's addresses come from: pods' out of one range, of which each host has a subnet (NET-01, NET-10), and services' virtual
 * ones out of another. Two things that could have one address are refused here, before anything uses either.
 *
 * @param pods the whole cluster's
 * @param subnetPrefix how long the prefix of each host's subnet is: 24 leaves a host 253 pods
 * @param services virtual addresses
 */
public record ClusterRanges(Ipv4Range pods, int subnetPrefix, Ipv4Range services) {

    /** The ranges of a cluster that is told nothing. */
    public static final String PODS = "10.244.0.0/16";

    public static final String SERVICES = "10.96.0.0/16";
    public static final int SUBNET_PREFIX = 24;

    private static final String PODS_NAME = "the pods' range %s (--pod-range)";
    private static final String SERVICES_NAME = "the services' range %s (--service-range)";

    /** A subnet needs its own address, the bridge's, a pod's and the one for broadcasts. */
    private static final int LONGEST_SUBNET_PREFIX = 30;

    /** The DNS server's is the tenth address, as with kubeadm. */
    private static final int DNS = 10;

    private static final int LONGEST_SERVICES_PREFIX = 28;

    /** What no host passes on as it is, so that neither pods nor services can have it (RFC 6890, RFC 5771). */
    private static final Map<String, Ipv4Range> OF_OTHERS = new LinkedHashMap<>();

    static {
        OF_OTHERS.put("this host itself", Ipv4Range.parse("0.0.0.0/8"));
        OF_OTHERS.put("loopback", Ipv4Range.parse("127.0.0.0/8"));
        OF_OTHERS.put("a single link", Ipv4Range.parse("169.254.0.0/16"));
        OF_OTHERS.put("multicast and no one", Ipv4Range.parse("224.0.0.0/3"));
    }

    /**
     * Ranges that go together.
     *
     * @throws IllegalArgumentException if they overlap, or leave too little; the message names the option to change
     */
    public ClusterRanges {
        String podsName = PODS_NAME.formatted(pods);
        String servicesName = SERVICES_NAME.formatted(services);
        if (pods.overlaps(services)) {
            throw new IllegalArgumentException(podsName + " and " + servicesName + " overlap: change either");
        }
        OF_OTHERS.forEach((whose, range) -> {
            requireApart(podsName, pods, range, whose);
            requireApart(servicesName, services, range, whose);
        });
        if (subnetPrefix < pods.prefix() || subnetPrefix > LONGEST_SUBNET_PREFIX) {
            throw new IllegalArgumentException(
                    "no host's subnet of /" + subnetPrefix + " (--subnet-prefix) can be cut out of " + podsName
                            + ": it takes " + pods.prefix() + " to " + LONGEST_SUBNET_PREFIX);
        }
        if (services.prefix() > LONGEST_SERVICES_PREFIX) {
            throw new IllegalArgumentException(
                    servicesName + " is too small: it takes a prefix of " + LONGEST_SERVICES_PREFIX + " or less");
        }
    }

    /**
     * The ranges as somebody writes them.
     *
     * @throws IllegalArgumentException as the constructor, and if one is no IPv4 range
     */
    public static ClusterRanges of(String pods, int subnetPrefix, String services) {
        return new ClusterRanges(parse("--pod-range", pods), subnetPrefix, parse("--service-range", services));
    }

    /** Those of a cluster that is told nothing. */
    public static ClusterRanges defaults() {
        return of(PODS, SUBNET_PREFIX, SERVICES);
    }

    /** Whether a range holds addresses that no host passes on. */
    static boolean isOfOthers(Ipv4Range range) {
        return OF_OTHERS.values().stream().anyMatch(range::overlaps);
    }

    /** How many hosts can have a subnet. */
    public int subnets() {
        return 1 << (subnetPrefix - pods.prefix());
    }

    /** The virtual address of the API server, where pods find it. */
    public String kubernetes() {
        return services.address(1);
    }

    /** The virtual address of the cluster's DNS. */
    public String dns() {
        return services.address(DNS);
    }

    /**
     * Every host takes a subnet.
     *
     * @throws IllegalArgumentException if there are more hosts than subnets
     */
    public void requireRoomFor(int hosts) {
        if (hosts > subnets()) {
            throw new IllegalArgumentException(
                    PODS_NAME.formatted(pods) + " has " + subnets() + " subnets of /" + subnetPrefix
                            + " (--subnet-prefix), which is too few for " + hosts
                            + " hosts: a shorter prefix of the range or a longer one"
                            + " of the subnets gives more");
        }
    }

    /**
     * Hosts are reached where they are, and not by way of the pods' network.
     *
     * @param hosts the hosts' own network
     * @throws IllegalArgumentException if a pod or a service could have the address of a host
     */
    public void requireApartFrom(Ipv4Range hosts) {
        requireApart(PODS_NAME.formatted(pods), pods, hosts, "the hosts' own network");
        requireApart(SERVICES_NAME.formatted(services), services, hosts, "the hosts' own network");
    }

    private static void requireApart(String name, Ipv4Range range, Ipv4Range other, String whose) {
        if (range.overlaps(other)) {
            throw new IllegalArgumentException(
                    name + " overlaps " + other + ", which is for " + whose + ": change the range");
        }
    }

    private static Ipv4Range parse(String option, String text) {
        try {
            return Ipv4Range.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(option + ": " + wrong.getMessage(), wrong);
        }
    }
}
