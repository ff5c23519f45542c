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

    Scenario: Large packets pass on every way
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When every pod sends every other pod 6000 bytes over TCP and a datagram of 1300, and is sent as much
      Then all that was sent has arrived on both sides

    Scenario: Connections begin at the first try
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When every pod makes 12 connections to every other pod on port 8080, one after the other
      Then every connection is answered, and at most one in 50 took a second packet to begin

  @NET-03
  Rule: No address is translated between pods

    Scenario: Every ordered pair of pods, on the same host and on different hosts
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When every pod calls every other pod at its address
      Then every server sees the address of the pod that called it

  @NET-04
  Rule: A pod's address is the same from inside, from outside and in the API

    Scenario: The addresses on pods' own interfaces are those that the API reports and that others reach them at
      Given the two standing pods on each of up to three hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When the containers look at their network
      And every pod calls every other pod at its address
      Then each pod finds every address that the API reports for it on its own interfaces, and no other pod does
      And every call is answered by the pod that was called

    Scenario: A pod whose network is made anew has the address that the API then reports
      Given pods one and other on the first host, whose containers see the process that holds their network
      Then each of them finds every address that the API reports for it on its own interfaces
      When that with the lower address is deleted, and the process that holds the network of the other is told to end
      Then once it has ended and its pod runs again, that finds every address that the API reports for it on its own interfaces

  @NET-09
  Rule: Pods need not coordinate their ports

    Scenario: Two pods on one host listen on the same port, and each is reached at its own address
      Given a pod client
      When pods left and right, which listen on port 8080, are sent to the first host
      Then pods left and right run on the first host
      When pod client calls pods left and right on port 8080
      Then every call is answered by the pod that was called
