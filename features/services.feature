Feature: Services
  A service gives a changing set of pods one address that does not change.
  Whoever knows the service needs to know nothing of the pods behind it.

  @SVC-01
  Rule: A service's address outlives every pod behind it

    Scenario: All pods behind a service are replaced, and its address serves on
      Given a service web on port 80 for the pod one, which listens on port 8080
      And a standing client on each of up to three hosts, which reaches one through service web
      And service web is at least 30 s old
      When pod one is replaced by two and three
      And service web is given one more label, is replaced by what names no address, becomes one with node ports and is none any more, and service next is made on port 81 after that
      Then service web has the same address and port as before, and no other service has that address
      And every client reaches two and three, and no others, through service web

  @SVC-02
  Rule: Connections are balanced over all ready pods, whichever hosts they run on

    Scenario: A client on each host reaches every pod behind a service
      Given a service web on port 80 for 4 pods on up to three hosts
      And a standing client on each of up to three hosts
      When every client makes 60 new connections to service web
      Then every client has reached every pod behind service web
      And no connection to service web was lost

  @SVC-03
  Rule: A service follows its selector

    Scenario Outline: A pod that is <at first> receives what is sent to the service once it <change>
      Given a service web on port 80 for the pod one, which listens on port 8080
      And a pod two for service web, which is <at first>
      And a standing client on each of up to three hosts, which reaches one through service web
      When pod two <change>
      Then every client reaches one and two, and no others, through service web

      Examples:
        | at first     | change          |
        | not selected | begins to match |
        | not ready    | becomes ready   |

    Scenario Outline: A pod that <change> receives nothing more
      Given a service web on port 80 for the pod one, which listens on port 8080
      And a pod two of <number> for service web, which is ready
      And a standing client on each of up to three hosts, which reaches one and two through service web
      When pod two <change>
      Then every client reaches one, and no others, through service web

      Examples:
        | number         | change             |
        | one container  | matches no longer  |
        | two containers | is ready no longer |
        | one container  | fails              |
        | one container  | is taken away      |

    Scenario: A pod that is started again receives nothing before it is ready again
      Given a service web on port 80 for the pod one, which listens on port 8080
      And a pod two for service web, which is ready, and whose probe may fail 100 times before it is no longer
      And a standing client on each of up to three hosts, which reaches one and two through service web
      When pod two is started again
      Then every client reaches one, and no others, through service web

    Scenario: All labels of a selector count, and it may change
      Given a service web:
        """yaml
        {selector: {app: bank, env: live}, ports: [{port: 80, targetPort: 8080}]}
        """
      And pods for it with these labels, which listen on port 8080:
        | name  | labels             |
        | one   | app=bank, env=live |
        | two   | app=shop, env=test |
        | three | app=shop, env=live |
      And a standing client on each of up to three hosts, which reaches one through service web
      When the selector of service web is changed to app=shop,env=live
      Then every client reaches three, and no others, through service web

    Scenario: A client that goes on sending datagrams is led on to a pod that is still there
      Given two pods one and two on the first host:
        """yaml
        containers: [{name: main, ports: [{containerPort: 5300, protocol: UDP}]}]
        """
      And a service web for the pods one and two:
        """yaml
        ports: [{port: 53, protocol: UDP, targetPort: 5300}]
        """
      And a pod client, to whose datagrams to service web one of them answers
      When that pod matches service web no longer, while the datagrams go on
      Then within 30 s another pod behind service web answers them, and that one no more

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

    Scenario: The ports of a service change while it is there
      Given a pod backend:
        """yaml
        containers:
        - {name: pages, ports: [{containerPort: 8080}]}
        - {name: control, ports: [{containerPort: 8081}]}
        - {name: query, ports: [{containerPort: 5300, protocol: UDP}]}
        """
      And a service shop for the pod backend:
        """yaml
        ports: [{name: pages, port: 80, targetPort: 8080}, {name: turned, port: 82, targetPort: 8080}, {name: query, port: 53, protocol: UDP, targetPort: 5300}]
        """
      And a pod client that reaches backend through service shop
      When the ports of service shop are changed to:
        """yaml
        ports: [{name: pages, port: 81, targetPort: 8081}, {name: turned, port: 82, targetPort: 8081}, {name: query, port: 54, protocol: UDP, targetPort: 5300}]
        """
      Then within 30 s these containers of pod backend answer pod client at service shop, and nobody elsewhere:
        | port | protocol | container |
        | 80   | TCP      | nobody    |
        | 81   | TCP      | control   |
        | 82   | TCP      | control   |
        | 53   | UDP      | nobody    |
        | 54   | UDP      | query     |

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
      Given a service web on port 80 for the pod one, which listens on port 8080
      And a pod two for service web, which is not selected
      And a standing client on each of up to three hosts, which reaches one through service web
      When pod two begins to match
      Then pod one reaches one and two, and no others, through service web
      And pod two reaches one and two, and no others, through service web

    Scenario: A pod reaches itself over TCP and over UDP, where it is the only one
      Given a pod alone:
        """yaml
        containers: [{name: main, ports: [{containerPort: 8080}, {containerPort: 5300, protocol: UDP}]}]
        """
      And a service mirror for the pod alone:
        """yaml
        ports: [{name: pages, port: 80, targetPort: 8080}, {name: query, port: 53, protocol: UDP, targetPort: 5300}]
        """
      And a pod client that reaches alone through service mirror
      When pod alone calls service mirror on each of its ports
      Then these containers of pod alone answer:
        | port | protocol | container |
        | 80   | TCP      | main      |
        | 53   | UDP      | main      |

  @SVC-06
  Rule: Without ready pods a connection is refused at once

    Scenario: A service whose only pod is not ready refuses, and serves once that is
      Given a service web on port 80 for pods that listen on port 8080
      And a pod backend for service web, which is not ready
      And a pod client
      When pod client connects to service web
      Then the connection is refused within 2 s
      And pod client reaches backend through service web within 10 s of its being listed as ready

    Scenario: A service whose only pod is ready no longer refuses again
      Given a service web on port 80 for pods that listen on port 8080
      And a pod backend for service web, which is ready
      And a pod client that reaches backend through service web
      When pod backend is ready no longer
      Then within 30 s service web refuses pod client within 2 s

  @SVC-07
  Rule: With session affinity, one client's connections go to one pod

    Scenario: One service keeps its clients, and another with the same pods does not
      Given a service plain on port 80 for the pods one, two and three, which listen on port 8080
      And a service faithful on port 80 for the same pods, which keeps each client at one pod
      And a standing client on each of up to three hosts
      When every client makes 60 new connections to service plain
      And every client makes 12 connections to service faithful, with pauses of 2 s, and 20 each time that pod four joins, leaves and joins again
      Then every client has reached every pod behind service plain
      And every client has reached one pod alone through service faithful

  @SVC-08
  Rule: A node-port service is reached at every host's address

    Scenario: A client on each host finds the service on its port at every host's address
      Given a pod backend on the first host:
        """yaml
        containers: [{name: main, ports: [{containerPort: 8080}, {containerPort: 5300, protocol: UDP}]}]
        """
      And a service web for the pod backend:
        """yaml
        ports: [{name: pages, port: 80, targetPort: 8080}]
        """
      And a service other:
        """yaml
        selector: {behind: web}
        type: NodePort
        ports: [{name: pages, port: 80, targetPort: 8080}, {name: query, port: 53, protocol: UDP, targetPort: 5300}]
        """
      And a standing client on each of up to three hosts, which reaches backend through service web
      When service web is changed to:
        """yaml
        type: NodePort
        ports: [{name: pages, port: 80, targetPort: 8080}, {name: query, port: 53, protocol: UDP, targetPort: 5300}]
        """
      And every client calls the node ports of services web and other at every host's address
      Then pod backend has answered every client at every host's address
