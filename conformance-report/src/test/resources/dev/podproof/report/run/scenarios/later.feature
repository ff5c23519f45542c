Feature: Later

  @NET-03
  Rule: Third
    Scenario: It is held too
      Given a thing that takes as long as it is held
      Then it is as expected
