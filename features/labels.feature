Feature: Labels
  Objects carry labels, and whoever wants some of them asks by label instead of by name.
  Services and replication controllers know their pods by nothing else.

  @LBL-01
  Rule: A selector finds exactly the objects whose labels match

    Scenario Outline: Selectors by equality and by set find the <kind> that match, and no others
      Given these <kind>:
        | name    | labels                    |
        | alpha   | app=shop, env=live        |
        | beta    | app=shop, env=test        |
        | gamma   | app=bank, env=live        |
        | delta   | tier=back                 |
        | epsilon | app=shopping, env=Live    |
        | zeta    | app=workshop, env=live-in |
        | eta     | tier=                     |
      When label env of gamma is changed to test
      Then these selectors find exactly these of them, read as a whole and in parts of two:
        | selector                                   | found                                |
        | app=shop                                   | alpha and beta                       |
        | app==shop,env=live                         | alpha                                |
        | app!=shop                                  | gamma, delta, epsilon, zeta and eta  |
        | env=test                                   | beta and gamma                       |
        | env in (live, test)                        | alpha, beta and gamma                |
        | app in (workshop, shopping)                | epsilon and zeta                     |
        | env notin (test)                           | alpha, delta, epsilon, zeta and eta  |
        | env notin (live, live-in)                  | beta, gamma, delta, epsilon and eta  |
        | tier                                       | delta and eta                        |
        | !tier                                      | alpha, beta, gamma, epsilon and zeta |
        | app,env!=live                              | beta, gamma, epsilon and zeta        |
        | app in (shop),env!=live                    | beta                                 |
        | app in (shop, bank),env notin (live),!tier | beta and gamma                       |
        | app=bank,env=live                          | none                                 |
        | env in (live, test),env!=test              | alpha                                |
        | app!=shop,app                              | gamma, epsilon and zeta              |
        | tier=                                      | eta                                  |
        | tier in (,front)                           | eta                                  |
        | !tier,app                                  | alpha, beta, gamma, epsilon and zeta |

      Examples:
        | kind                    |
        | pods                    |
        | services                |
        | replication controllers |

  @LBL-02
  Rule: Changing a pod's labels changes who lists it and who counts it

    Scenario: A pod goes over from one service to another
      Given a service red on port 80 for the pods one and two, which listen on port 8080
      And a service blue on port 80 for the pod three, which listens on port 8080, and a service blue-too for the same pods
      When pod one is relabelled for service blue
      Then within 30 s services blue and blue-too list one and three, and no others
      And within 30 s service red lists two, and no others
      When all labels of pod two are taken away
      Then within 30 s service red lists nobody, and service blue lists one and three as before

    Scenario: A pod goes over from one replication controller to another
      Given a replication controller red that keeps 1 pod
      And a replication controller blue that keeps 1 pod
      When the pod of red is relabelled for blue
      Then within 30 s red has 1 pod of its own, another than before
      And within 30 s blue has 1 pod of its own, and no other pod matches it
