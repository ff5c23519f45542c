Feature: Lives of pods
  A pod declares what shall be, and the cluster makes it so: containers that die are started again, and pods that are deleted go for good.
  What is declared and what is observed are kept apart, so that each can be read for itself.

  @POD-06
  Rule: A container that dies is restarted according to the pod's restart policy, in the same pod

    Scenario: Containers that end well, that end badly and that do not end, under each restart policy
      Given these pods, each with the containers well, badly and steady:
        | name      | restart policy |
        | never     | Never          |
        | onfailure | OnFailure      |
        | always    | Always         |
      When container well of every pod ends with code 0
      And container badly of every pod ends with code 1
      Then this becomes of their containers:
        | pod       | well                       | badly                      | steady      |
        | never     | ended with code 0          | ended with code 1          | never ended |
        | onfailure | ended with code 0          | was started again and runs | never ended |
        | always    | was started again and runs | was started again and runs | never ended |
      And each pod is the same as before, and its containers see the same address

  @POD-07
  Rule: A pod that is deleted is gone

    Scenario: A pod that ignores TERM is told at once and killed after its grace period, and its name is free again
      Given a pod stubborn that listens on port 8080 and ignores TERM, with a grace period of 6 s
      And a pod client
      When the deletion of pod stubborn begins
      Then pod stubborn is told to end within 4 s
      And pod client hears the last of pod stubborn on port 8080 within 11 s of its deletion
      And once pod stubborn is gone, pod client finds it no more on port 8080
      And a new pod stubborn can be made that listens on port 8080, and pod client finds it

  @POD-08
  Rule: The intended state is kept as it was declared, and the observed state is reported apart from it

    Scenario: What was declared is read back while the pod runs, and what is observed stands in its status
      When the API is asked for a pod declared:
        """yaml
        restartPolicy: OnFailure
        terminationGracePeriodSeconds: 2
        activeDeadlineSeconds: 3600
        securityContext: {runAsUser: 1000}
        containers:
        - name: one
          workingDir: /tmp
          env: [{name: COLOUR, value: blue}, {name: MYSELF, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
          ports: [{name: web, containerPort: 8080}]
          resources: {requests: {cpu: 10m}, limits: {memory: 64Mi}}
        - {name: two}
        """
      Then pod declared is accepted and runs
      And pod declared is read back as it was declared
      And the status of pod declared reports its phase, host, address and containers, and its spec does not

    Scenario: A write to one leaves the other as it is
      # No scheduler bears this name: nobody but the scenario writes to the pod.
      When the API is asked for a pod waiting:
        """yaml
        schedulerName: podproof-nobody
        containers: [{name: main}]
        """
      And a write to the status of pod waiting gives it the deadline 1000 s and the message "seen"
      Then the message of pod waiting is "seen", and its spec is as before
      When a write to the spec of pod waiting gives it the deadline 2000 s and the message "unseen"
      Then the deadline of pod waiting is 2000 s, and its status is as before
