Feature: Placement
  Pods are placed on hosts by what they ask for and by what the hosts have to give.
  A pod that no host can take waits, and says why.

  @SCH-01
  Rule: What the pods of a host request is never more than it can allocate

    Scenario Outline: Two pods whose containers together request most of a host's free <resource> are not both placed there
      Given a pod first, sent to the first host, with two containers that each request 45 % of the <resource> that is free there
      When a pod second, sent there too, requests as much
      Then pod second stays Pending for 15 s
      And the pods on the first host request no more <resource> than it can allocate
      And pod second runs there when pod first, which takes its time to end, has gone, and not before

      Examples:
        | resource |
        | cpu      |
        | memory   |

    Scenario: Of pods that are asked for in one moment, each for most of what is free, all but one wait
      Given pods one, two, three and four, to be sent to the second host, which each request 80 % of the cpu that is free there
      When they are asked for in one moment
      Then one of them runs there, and the others stay Pending for 5 s
      And the pods on the second host request no more cpu than it can allocate

  @SCH-03
  Rule: A pod with a node selector runs only on a host with those labels

    Scenario: Pods go to the host that has all the labels they ask for, and wait for those that nobody has
      Given of two labels the second host alone has both, and the first host has one
      When pods one, two and three ask for a host with both, pod lost for one with labels of which no host has both, and pod blank for a label without a value that no host has
      Then pods one, two and three run on the second host
      And pods lost and blank stay Pending for 10 s
      And pods lost and blank run on the first host once that has their labels

  @SCH-04
  Rule: Replicas are spread over the hosts that can take them

    # Without the others a scheduler that only evens out what its hosts have to do would pass, or not, by chance.
    Scenario: The pods of a replication controller
      Given a replication controller web that keeps 0 pods
      And as many other pods on the first host, which wait for a configuration that never comes
      When web is told to keep two pods for each of up to three hosts
      Then they run on as many hosts as that

    Scenario: The pods of a service
      Given a service web on port 80 for pods that listen on port 8080
      And as many pods with the labels of service web in another namespace, on the first host, which wait for a configuration that never comes
      When two pods for each of up to three hosts are made for service web
      Then they run on as many hosts as that

  @SCH-05
  Rule: Two pods that ask for the same port of their host are never on one host

    Scenario: Pods wait for ports that are taken, and others are not in their way
      Given a pod one on some host that asks for port 38081 of its host over TCP
      When these pods, each with two containers, ask for a port of the same host:
        | name  | port            | protocol | in its container |
        | two   | 38081           | TCP      | second           |
        | three | 38081           | UDP      | first            |
        | four  | 38084 and 38082 | TCP      | second           |
      Then pods three and four run on the host of pod one
      When these pods, each with two containers, ask for a port of the same host:
        | name | port            | protocol | in its container |
        | five | 38081           | UDP      | second           |
        | six  | 38085 and 38082 | TCP      | first            |
      Then pods two, five and six stay Pending for 5 s
      And a pod seven that asks for port 38081 over TCP of any host runs on another

    Scenario: Of pods that wait for the same port of the same host, one gets it when it comes to be free
      Given a pod holder on some host that asks for port 38083 of its host over TCP
      And pods one, two, three and four wait for the same port of the same host
      When pod holder is deleted
      Then one of them runs there, and the others stay Pending for 5 s
