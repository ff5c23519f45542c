Feature: Pods
  A pod is the atom of scheduling: a group of containers that run together on one host and share its network.
  What stands in one pod is close, as processes on one machine are; what stands in two pods is apart, even on one host.

  @POD-01
  Rule: All containers of a pod run on the same host

    Scenario: The containers of a pod meet in a directory of their host, and miss those on another host
      Given a pod group with the containers one, two and three, which mount the directory /tmp of their host
      And a pod elsewhere with the container four, which mounts the directory /tmp of another host than that of pod group
      When every container leaves a mark in its host's directory
      Then containers one, two and three of pod group each find the marks of one, two and three
      And container four of pod elsewhere finds the mark of four alone

  @POD-04
  Rule: The containers of a pod share one network namespace

    Scenario: Two containers of one pod see the same network, also when one was started again, and that of another pod differs
      Given a pod pair:
        """yaml
        containers:
        - {name: left, ports: [{containerPort: 8080}]}
        - {name: right}
        """
      And a pod other
      When container right of pod pair ends with code 1 and runs again
      And the containers look at their network
      Then containers left and right of pod pair see the same addresses, interfaces and listening ports
      And both see that somebody listens on port 8080
      And pod other sees other addresses and interfaces, and nobody on port 8080

  @POD-05
  Rule: Containers of different pods on one host do not share a network namespace

    Scenario: A pod finds another pod's port at that pod's address, and never on its own localhost
      Given a pod server on the first host that listens on port 8080
      And a pod neighbour on the first host
      When pod server has a namesake in another namespace on its host, called namesake here
      Then no two of pods server, neighbour and namesake have an address in common
      And pod server finds itself on localhost port 8080
      And pod neighbour finds nobody on localhost port 8080
      And pod neighbour finds pod server at its address on port 8080

  @POD-02
  Rule: A pod is scheduled whole, or not at all

    Scenario: Pods with more in them than any host has left wait as a whole, and a part of one runs
      When the API is asked for a pod whole:
        """yaml
        containers:
        - {name: modest, resources: {requests: {cpu: 10m}}}
        - {name: greedy, resources: {requests: {cpu: "100000"}}}
        """
      And the API is asked for a pod sum with two containers that each request 60 % of the cpu of the largest host, and a pod rare with one that requests 1 podproof.dev/rarity
      And the API is asked for a pod part:
        """yaml
        containers:
        - {name: modest, resources: {requests: {cpu: 10m}}}
        """
      Then pod part is accepted and runs
      And pods whole, sum and rare stay Pending for 15 s
      And an event of each of the pods whole, sum and rare names what is lacking: cpu, cpu and podproof.dev/rarity
      And none of the containers of pods whole, sum and rare was started
