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
