Feature: Variables for services
  A container finds the services of its namespace in its environment, with no configuration of its own.
  They are two for each service, the host and the port, and some more that Docker's links would have made.

  @ENV-01
  Rule: A container has the host and the port of each service that was there before it

    Scenario: The variables of each service are there after a restart too, lead to it, and are absent where service links are turned off
      Given a service web on port 80 for the pod backend, which listens on port 8080
      And a service db on port 5432
      And services db and web are at least 5 s old
      When these pods are made, and their containers started again:
        | name  | service links |
        | shop  | on            |
        | quiet | off           |
      Then the environment of pod shop holds the address and port of each of services db and web
      And pod shop reaches backend at the host and port that these variables name
      And the environment of pod quiet holds none of db and web

  @ENV-02
  Rule: Names are in upper case with underscores, and each named port has a variable

    Scenario: A service with dashes in its name and its ports' names
      Given a service my-corner-shop:
        """yaml
        ports: [{name: web, port: 80}, {name: look-it-up, port: 53, protocol: UDP}]
        """
      And service my-corner-shop is at least 5 s old
      When pod client is made
      Then the environment of pod client holds, where ADDRESS is that of service my-corner-shop:
        | variable                               | value   |
        | MY_CORNER_SHOP_SERVICE_HOST            | ADDRESS |
        | MY_CORNER_SHOP_SERVICE_PORT            | 80      |
        | MY_CORNER_SHOP_SERVICE_PORT_WEB        | 80      |
        | MY_CORNER_SHOP_SERVICE_PORT_LOOK_IT_UP | 53      |

  @ENV-03
  Rule: The variables that a Docker link would have made are there too

    Scenario: A service with a port over TCP, and one of the same number over both TCP and UDP
      Given a service shop:
        """yaml
        ports: [{name: web, port: 80}, {name: zone, port: 53}, {name: look-up, port: 53, protocol: UDP}]
        """
      And service shop is at least 5 s old
      When pod client is made
      Then the environment of pod client holds, where ADDRESS is that of service shop:
        | variable               | value            |
        | SHOP_PORT              | tcp://ADDRESS:80 |
        | SHOP_PORT_80_TCP       | tcp://ADDRESS:80 |
        | SHOP_PORT_80_TCP_PROTO | tcp              |
        | SHOP_PORT_80_TCP_PORT  | 80               |
        | SHOP_PORT_80_TCP_ADDR  | ADDRESS          |
        | SHOP_PORT_53_TCP       | tcp://ADDRESS:53 |
        | SHOP_PORT_53_TCP_PROTO | tcp              |
        | SHOP_PORT_53_UDP       | udp://ADDRESS:53 |
        | SHOP_PORT_53_UDP_PROTO | udp              |
        | SHOP_PORT_53_UDP_PORT  | 53               |
        | SHOP_PORT_53_UDP_ADDR  | ADDRESS          |

  @ENV-05
  Rule: Services of other namespaces and headless ones are not among them

    Scenario: Only the services of the namespace that have an address, and kubernetes of default
      Given a service near on port 80
      And a service far on port 80 in another namespace
      And a service stray on port 80 in the namespace default
      And a headless service bare on port 80
      And services near, far, stray and bare are at least 5 s old
      When pod client is made
      Then the environment of pod client holds those of near and kubernetes, and none of far, stray and bare

  @ENV-06
  Rule: A variable that the container declares itself wins

    Scenario: A container declares variables that its service would have, one of them empty, and one to be looked up
      Given a service web on port 80
      And service web is at least 5 s old
      When pod client is made:
        """yaml
        containers:
        - name: main
          env:
          - {name: WEB_SERVICE_HOST, value: elsewhere}
          - {name: WEB_PORT, value: ""}
          - {name: WEB_PORT_80_TCP, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
        """
      Then the environment of pod client holds, where ADDRESS is that of service web:
        | variable         | value     |
        | WEB_SERVICE_HOST | elsewhere |
        | WEB_PORT         | empty     |
        | WEB_PORT_80_TCP  | client    |
        | WEB_SERVICE_PORT | 80        |

  @DSC-02
  Rule: Discovery works across hosts

    Scenario Outline: A client on <here> finds a server on <there> with nothing but the service's variables
      Given a service web on port 80 for the pod backend on <there>, which listens on port 8080
      And service web is at least 5 s old
      And a pod client on <here>
      Then the environment of pod client holds the address and port of service web as WEB_SERVICE_HOST and WEB_SERVICE_PORT
      And pod client reaches backend at the host and port that these variables name

      Examples:
        | here            | there           |
        | the first host  | the second host |
        | the second host | the first host  |
