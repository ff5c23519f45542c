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

    Scenario: A short name means nothing in another namespace
      Given a service web on port 80 for the pod backend, which listens on port 8080
      And a pod neighbour in the same namespace
      And a pod stranger in another namespace
      When pods neighbour and stranger ask for service web by its short name
      Then pod neighbour is given the address of service web
      And pod stranger is given nothing
