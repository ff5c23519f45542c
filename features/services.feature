Feature: Services
  A service gives a changing set of pods one address that does not change.
  Whoever knows the service needs to know nothing of the pods behind it.

  @SVC-01
  Rule: A service's address outlives every pod behind it

    Scenario: All pods behind a service are replaced, and its address serves on
      Given a service web on port 80 for the pods one and two, which listen on port 8080
      And a pod client that reaches one and two through service web
      When pods one and two are replaced by three and four
      Then service web has the same address and port as before
      And pod client reaches three and four, and no others, through service web

  @SVC-02
  Rule: Connections are balanced over all ready pods, whichever hosts they run on

    Scenario: A client on each host reaches every pod behind a service
      Given a service web on port 80 for a pod on each of up to three hosts and one more on the first
      And a standing client on each of up to three hosts
      When every client makes 60 new connections to service web
      Then every client has reached every pod behind service web

  @SVC-03
  Rule: A service follows its selector

    Scenario Outline: A pod that is <at first> receives what is sent to the service once it <change>
      Given a service web on port 80 for the pod one, which listens on port 8080
      And a pod two for service web, which is <at first>
      And a pod client that reaches one through service web
      When pod two <change>
      Then pod client reaches one and two, and no others, through service web

      Examples:
        | at first     | change          |
        | not selected | begins to match |
        | not ready    | becomes ready   |

    Scenario Outline: A pod that <change> receives nothing more
      Given a service web on port 80 for the pod one, which listens on port 8080
      And a pod two for service web, which is ready
      And a pod client that reaches one and two through service web
      When pod two <change>
      Then pod client reaches one, and no others, through service web

      Examples:
        | change             |
        | matches no longer  |
        | is ready no longer |
        | fails              |

  @SVC-04
  Rule: A service maps its ports to those of its pods

    Scenario: Ports lead to target ports by number and by name, and TCP and UDP are told apart
      Given a pod backend:
        """yaml
        containers:
        - {name: pages, ports: [{containerPort: 8080}]}
        - {name: control, ports: [{name: admin, containerPort: 8081}]}
        - {name: numbered, ports: [{containerPort: 5300, protocol: UDP}]}
        - {name: named, ports: [{name: query, containerPort: 5301, protocol: UDP}]}
        """
      And a service shop for the pod backend:
        """yaml
        ports:
        - {name: pages, port: 53, targetPort: 8080}
        - {name: control, port: 81, targetPort: admin}
        - {name: numbers, port: 53, protocol: UDP, targetPort: 5300}
        - {name: names, port: 81, protocol: UDP, targetPort: query}
        """
      And a pod client
      When pod client calls service shop on each of its ports
      Then these containers of pod backend answer:
        | port | protocol | container |
        | 53   | TCP      | pages     |
        | 81   | TCP      | control   |
        | 53   | UDP      | numbered  |
        | 81   | UDP      | named     |

    Scenario: One name stands for another number in each pod
      Given a pod one:
        """yaml
        containers: [{name: main, ports: [{name: pages, containerPort: 8080}]}]
        """
      And a pod two:
        """yaml
        containers: [{name: main, ports: [{name: pages, containerPort: 9090}]}]
        """
      And a pod client
      When service web is made for the pods one and two:
        """yaml
        ports: [{port: 80, targetPort: pages}]
        """
      Then pod client reaches one and two, and no others, through service web

  @SVC-05
  Rule: A pod reaches itself through the service that it is behind

    Scenario: The pods behind a service reach each other and themselves
      Given a service web on port 80 for the pods one and two, which listen on port 8080
      And a pod client that reaches one and two through service web
      Then pod one reaches one and two, and no others, through service web
      And pod two reaches one and two, and no others, through service web

  @SVC-06
  Rule: Without ready pods a connection is refused at once

    Scenario: A service whose only pod is not ready refuses, and serves once that is
      Given a service web on port 80 for pods that listen on port 8080
      And a pod backend for service web, which is not ready
      And a pod client
      When pod client connects to service web
      Then the connection is refused within 2 s
      And pod client reaches backend through service web once that is ready

  @SVC-07
  Rule: With session affinity, one client's connections go to one pod

    Scenario: One service keeps its clients, and another with the same pods does not
      Given a service plain on port 80 for the pods one, two and three, which listen on port 8080
      And a service faithful on port 80 for the same pods, which keeps each client at one pod
      And a standing client on each of up to three hosts
      When every client makes 60 new connections to service plain
      And every client makes 12 connections to service faithful, one after the other
      Then every client has reached every pod behind service plain
      And every client has reached one pod alone through service faithful

  @SVC-08
  Rule: A node-port service is reached at every host's address

    Scenario: A client on each host finds the service on its port at every host's address
      Given a pod backend on the first host that listens on port 8080
      And a service web for the pod backend:
        """yaml
        type: NodePort
        ports: [{port: 80, targetPort: 8080}]
        """
      And a standing client on each of up to three hosts
      When every client calls the node port of service web at every host's address
      Then pod backend has answered every client at every host's address
