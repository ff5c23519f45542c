Feature: An address for every pod
  Every pod has an address of its own in one flat space, and whoever is in the cluster reaches it there.
  Nothing is translated on the way, so that an address means the same to everybody who sees it.

  @NET-01
  Rule: Every pod has an address of its own, unique in the whole cluster

    Scenario: Pods on several hosts have addresses that no other pod has
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When the addresses of all pods in the cluster are read
      Then each of these pods has an address
      And no other running pod in the cluster has one of these addresses
      And no host has one of these addresses

  @NET-02
  Rule: Every pod reaches every other pod at its address

    Scenario: Every ordered pair of pods, on the same host and on different hosts
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When every pod calls every other pod at its address
      Then every call is answered by the pod that was called

  @NET-03
  Rule: No address is translated between pods

    Scenario: Every ordered pair of pods, on the same host and on different hosts
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When every pod calls every other pod at its address
      Then every server sees the address of the pod that called it

  @NET-04
  Rule: A pod's address is the same from inside, from outside and in the API

    Scenario: The address on a pod's own interface is the one that the API reports and that others reach it at
      Given a pod server that listens on port 8080
      And a pod client
      When the containers look at their network
      Then the address that the API reports for pod server is on an interface of pod server
      And that address is on no interface of pod client
      And pod client finds pod server at its address on port 8080

  @NET-09
  Rule: Pods need not coordinate their ports

    Scenario: Two pods on one host listen on the same port, and each is reached at its own address
      Given a pod left on the first host that listens on port 8080
      And a pod right on the first host that listens on port 8080
      And a pod client
      When pod client calls pods left and right on port 8080
      Then every call is answered by the pod that was called
