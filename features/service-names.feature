Feature: Names for services
  A pod finds a service by its name, through a DNS server that it has not been told of.
  Short names mean services of its own namespace; longer ones reach into every other.

  @DNS-01
  Rule: Every pod resolves a service's name to its virtual address

    Scenario Outline: A pod in <where> finds a service by <form>
      Given a service web on port 80 for the pod backend, which listens on port 8080
      And a pod client in <where>
      When pod client asks for service web by <form>
      Then it is given the address of service web
      And pod client reaches backend at that name
      And pod client is given nothing for a service that does not exist, asked for in the same form

      Examples:
        | where              | form                   |
        | the same namespace | its short name         |
        | the same namespace | its name and namespace |
        | the same namespace | its full name          |
        | another namespace  | its name and namespace |
        | another namespace  | its full name          |

    Scenario: Pods on every host find a service
      Given a service web on port 80 for the pod backend, which listens on port 8080
      And a standing client on each of up to three hosts
      When every pod asks for service web by its full name
      Then each of them is given the address of service web

    Scenario: A short name means nothing in another namespace
      Given a service web on port 80 for the pod backend, which listens on port 8080
      And a pod neighbour:
        """yaml
        containers: [{name: main}, {name: aside}]
        """
      And a pod stranger in another namespace
      When pods neighbour and stranger ask for service web by its short name
      Then pod neighbour is given the address of service web
      And pod stranger is given nothing
      And every container of pod neighbour is given the address of service web by its short name

  @DNS-03
  Rule: A name is gone when its service is, and one that never was is unknown

    Scenario Outline: A service is deleted, and its records with it, asked for over <protocol>
      Given a service web:
        """yaml
        ports: [{name: pages, port: 80}]
        """
      And a service other on port 80
      And a pod client, which has asked for the address, the ports and the name of service web
      When service web is deleted
      Then within 60 s there is no such name as that of service web, and as one that never was, over <protocol>
      And within 60 s its ports and its address have no names any more over <protocol>
      And the address of service other is still given over <protocol>, and none for a name below that

      Examples:
        | protocol |
        | UDP      |
        | TCP      |

    Scenario: A service goes with its namespace, and its records with it
      Given a service web on port 80 in another namespace
      And a standing client on each of up to three hosts
      And every pod is given the address of service web
      When service web goes because its namespace is deleted
      Then within 60 s every pod is told that there is no such name as that of service web

  @DNS-04
  Rule: A headless service's name leads to the addresses of its ready pods

    Scenario: Pods that are not ready are left out
      Given a headless service crew for pods that listen on port 8080, and another, bare, that declares no ports
      And the pods one and two for service crew, which are ready
      And a pod three for service crew, which is not ready
      And a pod client
      When pod client asks for the addresses of the pods behind service crew
      Then it is given the addresses of one and two, and no others
      And within 60 s it is given the addresses of one and two, and no others, behind service bare

    Scenario: Pods that leave are named no more
      Given a headless service crew for pods that listen on port 8080
      And the pods one, two, three and four for service crew, which are ready
      And a pod client, which is given the addresses of one, two, three and four behind service crew
      When pod one is ready no longer
      And pod two matches no longer
      And pod three is taken away
      Then within 60 s it is given the addresses of four, and no others, behind service crew

    Scenario: Where no pod is ready there is no address, and other names go on
      Given a headless service crew for pods that listen on port 8080
      And a pod one for service crew, which is not ready
      And a service other on port 80
      And a pod client, which is given the address of service other over UDP
      When pod client asks for the addresses of the pods behind service crew
      Then it is given no address at all

  @DNS-05
  Rule: Named ports and virtual addresses have records too

    Scenario: A client finds a service's ports by their names, and its name by its address
      Given a service web:
        """yaml
        ports: [{name: pages, port: 80, targetPort: 8080}, {name: query, port: 53, protocol: UDP, targetPort: 5300}]
        """
      And a pod client, which is given the address of service web over UDP
      Then it finds these ports of service web by their names:
        | name  | protocol | port |
        | pages | TCP      | 80   |
        | query | UDP      | 53   |
      And it finds no port pages over UDP of service web
      And it finds the name of service web by its address

    Scenario: An address that another service has by now has the name of that one
      Given a service old on port 80
      And a pod client, which has asked for the address, the ports and the name of service old
      When service old is deleted, and service next is made on port 80 at its address
      Then it finds the name of service next by its address

    Scenario: Ports that change have other records
      Given a service web:
        """yaml
        ports: [{name: pages, port: 80}, {name: old, port: 81}]
        """
      And a pod client, which has asked for the address, the ports and the name of service web
      When the ports of service web are changed to:
        """yaml
        ports: [{name: pages, port: 8000}, {name: new, port: 81}]
        """
      Then it finds these ports of service web by their names:
        | name  | protocol | port |
        | pages | TCP      | 8000 |
        | new   | TCP      | 81   |
      And it finds no port old over TCP of service web

  @DNS-06
  Rule: Names outside the cluster are asked of the host's own resolver

    Scenario: A pod finds a name that only the resolver of the hosts knows
      Given a pod client
      When pod client asks for a name that only the resolver of the hosts knows, over UDP and over TCP
      Then it is given an address each time
      And pod client is given no address for a name that nobody knows
