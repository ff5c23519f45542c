Feature: Registries that pods bring along
  Whoever wants more than variables and names runs a registry in a pod, as any other program.
  Pods register themselves there with their own address, and whoever looks them up connects to it, from whichever host.

  @EXT-01
  Rule: Pods discover each other through etcd

    Scenario: A pod registers itself, and another on a different host finds it, connects, and sees it go
      Given etcd in a pod behind service registry
      And pods one and two on the first host, which listen on port 8080 and register themselves in it
      And a pod client on the second host
      When pod client looks up who is registered
      Then it finds one and two registered, and no others
      And each of them answers where it was found
      And once pod one is deleted it finds two registered, and no others, within 60 s

  @EXT-02
  Rule: Pods discover each other through ZooKeeper

    Scenario: A pod's ephemeral registration is found from a different host, leads to the pod, and vanishes with it
      Given ZooKeeper in a pod behind service registry
      And pods one and two on the first host, which listen on port 8080 and register themselves in it
      And a pod client on the second host
      When pod client looks up who is registered
      Then it finds one and two registered, and no others
      And each of them answers where it was found
      And once pod one is deleted it finds two registered, and no others, within 60 s

  @EXT-03
  Rule: Pods discover each other through Consul

    Scenario: A pod registers itself, and another on a different host finds it, connects, and sees it go
      Given Consul in a pod behind service registry
      And pods one and two on the first host, which listen on port 8080 and register themselves in it
      And a pod client on the second host
      When pod client looks up who is registered
      Then it finds one and two registered, and no others
      And each of them answers where it was found
      And once pod one is deleted it finds two registered, and no others, within 60 s
