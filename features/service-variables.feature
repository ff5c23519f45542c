Feature: Variables for services
  A container finds the services of its namespace in its environment, with no configuration of its own.
  They are two for each service: the host and the port.

  @ENV-01
  Rule: A container has the host and the port of each service that was there before it

    Scenario: A service's variables lead to the service, and are absent where service links are turned off
      Given a service web on port 80 for the pod backend, which listens on port 8080
      And service web is at least 5 s old
      When these pods are made:
        | name  | service links |
        | shop  | on            |
        | quiet | off           |
      Then the environment of pod shop holds the address and port of service web as WEB_SERVICE_HOST and WEB_SERVICE_PORT
      And pod shop reaches backend at the host and port that these variables name
      And the environment of pod quiet holds neither WEB_SERVICE_HOST nor WEB_SERVICE_PORT
