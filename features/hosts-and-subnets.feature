Feature: Hosts on the pods' network
  Pods and hosts share one network, on which pods are what machines were before: everybody reaches everybody, at an address that all agree on.
  Each host brings a subnet for its pods, and a bridge that Docker plugs them into.

  @NET-05
  Rule: Hosts reach every pod at the pod's address, and pods reach every host at the host's

    Scenario: Every pair of a host and a pod, in both directions
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      And on each of these hosts the standing pod that has no network but the host's, and listens there on port 38090 over TCP and UDP
      When every host calls every pod at its address, and every pod every host
      Then every call is answered by the pod that was called

  @NET-16
  Rule: Between hosts and pods nothing is translated

    Scenario: Every pair of a host and a pod, in both directions
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      And on each of these hosts the standing pod that has no network but the host's, and listens there on port 38090 over TCP and UDP
      When every host calls every pod at its address, and every pod every host
      Then every server sees an address that the pod or host that called it finds on its own interfaces

  @NET-10
  Rule: Each host has a subnet of its own, and its pods have addresses from it

    Scenario: No two subnets overlap, and every pod's address is from its own host's
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When the subnets of all hosts are read
      Then each host has a subnet, and no two of them overlap
      And each pod's address is from its own host's subnet, and from no other's
      And no pod sees a network on its interfaces that reaches into another host's subnet

  @NET-11
  Rule: A common split is used

    Scenario: A /16 for the cluster and a /24 for each host
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When the subnets of all hosts are read
      Then each host has a subnet, and no two of them overlap
      And each of them has 256 addresses, and all are from one range of 65536

  @NET-12
  Rule: On each host one bridge in the host's subnet is what pods are attached to

    Scenario: Docker and the kernel agree on the bridge, and the pods' addresses are from its subnet
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When the kernel of every host and its Docker Engine are asked what its pods are attached to
      Then on each host every pod's cable is plugged into one bridge, the same for all of them
      And where a Docker Engine attached them to a network of its own, it is that of the same bridge
      And that bridge has an address in its host's subnet, which is the one that the pods' addresses are from

  @NET-13
  Rule: Pods reach the other networks of the environment

    Scenario: A pod on each host connects to a machine outside the cluster
      Given a standing client on each of up to three hosts
      When every pod connects to a machine outside the cluster
      Then that machine takes every connection

  @NET-14 @host-list
  Rule: A host joins and leaves while everything else goes on

    @disruptive
    Scenario: A host joins pods that talk, and leaves them again
      Given two pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When a host joins the cluster, and a pod newcomer on it listens on ports 1024, 8080 and 65535 over TCP and UDP
      And every pod calls every other pod at its address
      Then the host that joined has a subnet that overlaps no other's
      And every call is answered by the pod that was called
      And the pods that were there before are the same, with the same containers and addresses
      And once it has left, its subnet is no host's, and the other hosts have no way there any more

    Scenario: The subnet of a host that leaves is given to one that found none
      Given hosts without a machine, so many that some of them find no subnet left
      When one of those that have a subnet leaves
      Then within 60 s one of those that had none has that subnet

  @NET-15
  Rule: A pod can be treated as a host on the network

    Scenario: A server announces its own address to a client on another host, and is reached there
      Given a pod server on the first host that listens on port 8080
      And a pod client on another host than that of pod server that takes announcements
      When pod server announces to pod client the address that it finds on its own interface
      Then pod client finds pod server at the announced address on port 8080
      And that address is the one that the API reports for pod server, and not pod client's
