Feature: Localhost
  The containers of a pod share its network, and so they find each other on localhost and have to agree on who takes which port.
  It is what processes on one machine are used to.

  @NET-06
  Rule: Containers of one pod reach each other's ports on localhost

    Scenario Outline: Container <caller> finds container <server> on localhost over <protocol>
      Given a pod pair:
        """yaml
        containers:
        - {name: left, ports: [{containerPort: 8080}, {containerPort: 8080, protocol: UDP}]}
        - {name: right, ports: [{containerPort: 8081}, {containerPort: 8081, protocol: UDP}]}
        """
      And a pod other
      When container <caller> of pod pair calls localhost on port <port> over <protocol>
      Then container <server> of pod pair answers
      And pod other finds nobody on its localhost on port <port> over <protocol>

      Examples:
        | caller | server | port | protocol |
        | left   | right  | 8081 | TCP      |
        | right  | left   | 8080 | TCP      |
        | left   | right  | 8081 | UDP      |
        | right  | left   | 8080 | UDP      |

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
