@bare-hosts
Feature: What Docker alone does
  On a bare Docker host containers get private addresses behind the address of the host, and a second host gives out the same ones.
  The same calls as those of pods show here what a flat network is good for.

  @DKR-01
  Rule: A container's address is from a private range that the host's Docker bridge manages

    Scenario: Docker, the kernel and the container agree, and the other host knows no way there
      Given two containers on each of two bare hosts
      When the Docker Engines of the bare hosts are asked what their containers are attached to
      Then each container is on the bridge of its host, and its address is from the range of that bridge
      And each container finds that address on its own interface
      And each of these ranges is one of RFC 1918, to which its own host has a route and the other has none by way of it

  @DKR-02
  Rule: Containers reach each other on one bare host, and not from another

    Scenario: Every ordered pair of containers, on the same host and on different hosts
      Given two containers on each of two bare hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      And a container extra on the second bare host that listens on port 8080
      When every container calls every other container at its address
      Then a call is answered by the container that was called where both are on one host, and else never

  @DKR-03
  Rule: Two bare hosts hand out the same address to different containers

    Scenario: The containers of two bare hosts, which each find themselves at the address that they have in common
      Given two containers on each of two bare hosts, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When every container calls itself at its address
      Then every call is answered by the container that was called
      And no two containers of one bare host have the same address
      And an address of a container on the first bare host is also that of one on the second bare host

  @DKR-04
  Rule: What leaves a bare host carries the host's address

    Scenario: A server on a host sees the containers of its own host apart, and those of the other host as one
      Given two containers on each of two bare hosts
      And on each of these bare hosts a container that has no network but the host's, and listens there on port 38092 over TCP and UDP
      When every container calls every bare host at its address
      Then every server sees a container of its own host at the container's address
      And it sees all containers of the other host at that host's address

  @DKR-09
  Rule: On Docker's own overlay network containers of two hosts share one space of addresses

    Scenario: Every ordered pair of containers on an overlay network of a swarm
      Given a swarm of two bare hosts with an overlay network
      And two containers on each of these bare hosts on that network, which listen on ports 1024, 8080 and 65535 over TCP and UDP
      When every container calls every other container at its address
      Then every call is answered by the container that was called
      And all of them have different addresses, which are from the range of that network
