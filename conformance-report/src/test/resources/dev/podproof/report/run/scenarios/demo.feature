Feature: Demonstration

  @NET-01
  Rule: First
    Scenario: It passes
      Given a thing
      Then it is as expected

    Scenario Outline: It passes <n> times
      Given a thing
      Then it is as expected

      Examples:
        | n |
        | 1 |
        | 2 |

  @NET-02
  Rule: Second
    Scenario: It fails
      Given a thing
      Then it is b and should be a

  @NET-03
  Rule: Third
    Scenario: It is held
      Given a thing that takes as long as it is held
      Then it is as expected
