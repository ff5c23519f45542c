Feature: Localhost
  The containers of a pod share its network, and so they find each other on localhost and have to agree on who takes which port.
  It is what processes on one machine are used to.

  @NET-06
  Rule: Containers of one pod reach each other's ports on localhost

    Scenario: They find each other by number and by name, over TCP and UDP, and still do when one of them was started again
      Given a pod pair that has a name for an address elsewhere, with the containers left and right, which listen on ports 8080 and 8081, and on ports 8090 and 8091 of localhost alone
      And a pod other
      Then the containers of pod pair find each other on localhost, on each of these ports
      And pod other finds nobody on its localhost on any of these ports
      When container left of pod pair ends with code 1 and runs again
      Then the containers of pod pair find each other on localhost, on each of these ports

  @NET-08
  Rule: Containers of one pod coordinate their ports

    Scenario: The second container to listen on a port is told that the address is in use
      Given a pod pair:
        """yaml
        containers:
        - {name: first, ports: [{containerPort: 8080}]}
        - {name: second}
        """
      And a pod other
      When container second of pod pair tries to listen on port 8080
      Then it is told that the address is in use
      And container second of pod pair can listen on port 8081
      And container main of pod other can listen on port 8080

  @NET-07
  Rule: A port that is bound on localhost alone is reached from its own pod and from no other

    Scenario Outline: The pod's other container reaches it over <protocol>, and other pods do not
      Given a pod server with the containers left and right, of which left listens on port 8081, and on port 8080 of localhost alone
      And a pod other on the host of pod server
      When container right of pod server calls localhost on port 8080 over <protocol>
      Then container left of pod server answers
      And pod other finds container left of pod server at its address on port 8081 over <protocol>
      And pod other finds nobody at the address of pod server on port 8080 over <protocol>
      And pod other finds nobody on its localhost on port 8080 over <protocol>

      Examples:
        | protocol |
        | TCP      |
        | UDP      |
