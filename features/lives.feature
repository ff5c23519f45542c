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
      When container well of every pod ends with code 0, and container badly with code 1
      Then this becomes of their containers:
        | pod       | well                       | badly                      | steady      |
        | never     | ended with code 0          | ended with code 1          | never ended |
        | onfailure | ended with code 0          | was started again and runs | never ended |
        | always    | was started again and runs | was started again and runs | never ended |
      When container well of pod always ends with code 0
      And container badly of pods onfailure and always ends with code 143, and container steady of pod always with code 0
      Then this becomes of their containers, and stays so for 10 s:
        | pod       | well                             | badly                            | steady                     |
        | never     | ended with code 0                | ended with code 1                | never ended                |
        | onfailure | ended with code 0                | was started again twice and runs | never ended                |
        | always    | was started again twice and runs | was started again twice and runs | was started again and runs |
      And each pod is the same as before, and its containers see the same address

  @POD-07
  Rule: A pod that is deleted is gone

    Scenario: A pod that ignores TERM is told at once and killed after its grace period, and its name is free again
      Given a pod stubborn with the containers one and two, which ignore TERM, with a grace period of 6 s, and of which the first listens on port 8080
      And a pod client, and a pod early whose init container goes on for 90 s
      When the deletion of pod stubborn begins after container two has ended and runs again, and that of pod early with it
      Then every container of pod stubborn is told to end within 4 s
      And pod client hears the last of pod stubborn on port 8080 within 11 s of its deletion, and where hosts can be looked at, none of its containers runs there by then
      And once pod stubborn is gone, pod client finds it no more on port 8080, and the init container of pod early has ended
      And a new pod stubborn can be made that listens on port 8080, and pod client finds it

  @POD-08
  Rule: The intended state is kept as it was declared, and the observed state is reported apart from it

    Scenario: What was declared is read back while the pod runs, and what is observed stands in its status
      When the API is asked for a pod declared:
        """yaml
        metadata:
          labels: {colour: blue, podproof.dev/tier: back}
          annotations: {podproof.dev/note: "two words, and more\n", owner: somebody}
        spec:
          restartPolicy: OnFailure
          terminationGracePeriodSeconds: 2
          activeDeadlineSeconds: 3600
          hostname: known-as
          securityContext: {runAsUser: 1000}
          hostAliases: [{ip: 192.0.2.7, hostnames: [elsewhere, elsewhere.example]}]
          tolerations: [{key: podproof.dev/unknown, operator: Equal, value: "yes", effect: NoSchedule}]
          affinity:
            nodeAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
              - weight: 7
                preference: {matchExpressions: [{key: podproof.dev/unknown, operator: In, values: ["yes", "no"]}]}
          containers:
          - name: one
            workingDir: /tmp
            env: [{name: COLOUR, value: "blue \n"}, {name: MYSELF, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
            ports: [{name: web, containerPort: 8080}, {name: web-too, containerPort: 8080, protocol: UDP}]
            resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {memory: 64Mi}}
            livenessProbe: {exec: {command: ["true"]}, initialDelaySeconds: 600, periodSeconds: 30, failureThreshold: 5}
            readinessProbe: {exec: {command: ["true"]}, periodSeconds: 20, timeoutSeconds: 10, successThreshold: 1}
            lifecycle: {preStop: {exec: {command: ["true"]}}}
          - name: two
            env: [{name: COLOUR, value: red}]
            resources: {requests: {memory: 8Mi}}
        """
      Then pod declared is accepted and runs
      And pod declared is read back as it was declared
      And the status of pod declared reports its phase, host, address and containers, and its spec does not
      When container two of pod declared ends with code 1
      Then the status of pod declared counts one restart of container two and none of container one, as their processes show

    Scenario: A service and a replication controller are read back as they were declared
      When the API is asked for a service shop:
        """yaml
        metadata: {labels: {colour: blue}, annotations: {owner: somebody}}
        spec:
          selector: {app: shop, podproof.dev/tier: front}
          sessionAffinity: ClientIP
          ports: [{name: web, port: 80, targetPort: door}, {name: web-too, port: 80, protocol: UDP, targetPort: 8080}]
        """
      And the API is asked for a replication controller clerks:
        """yaml
        metadata: {labels: {colour: red}, annotations: {owner: somebody}}
        spec:
          replicas: 0
          minReadySeconds: 3
          selector: {app: shop, podproof.dev/tier: front}
          template:
            metadata: {labels: {app: shop, podproof.dev/tier: front, colour: red}, annotations: {owner: somebody}}
            spec: {terminationGracePeriodSeconds: 3, containers: [{name: main, image: none, env: [{name: COLOUR, value: red}]}]}
        """
      And writes of each kind to service shop and to replication controller clerks claim a status that they do not have
      Then neither has the status that was claimed
      And service shop and replication controller clerks are read back as they were declared

    Scenario: A write to one leaves the other as it is
      # No scheduler bears this name: nobody but the scenario writes to the pod.
      When the API is asked for a pod waiting:
        """yaml
        schedulerName: podproof-nobody
        containers: [{name: main}]
        """
      Then pod waiting stays Pending for 2 s
      When writes of each kind to the status of pod waiting give it the deadline 1000 s and the message "seen"
      Then the message of pod waiting is "seen", and its spec is as before
      When writes of each kind to the spec of pod waiting give it the deadline 2000 s and the message "unseen"
      Then the deadline of pod waiting is 2000 s, and its status is as before

    Scenario: A write to the status of a controller leaves its declaration as it is
      When the API is asked for a replication controller idle:
        """yaml
        spec:
          replicas: 0
          selector: {app: shop}
          template: {metadata: {labels: {app: shop}}, spec: {schedulerName: podproof-nobody, containers: [{name: main, image: none}]}}
        """
      And writes of each kind to the status of replication controller idle declare 3 pods
      Then replication controller idle keeps 0 pods as declared
