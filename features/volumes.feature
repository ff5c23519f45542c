Feature: Volumes
  A volume belongs to a pod, and its containers mount it to share data.
  What one of them writes the others read, wherever each of them has chosen to see it.

  @POD-03
  Rule: Containers of one pod share data through a volume that each mounts

    Scenario Outline: What one container writes another reads, mounted at <where> path
      Given a pod pair:
        """yaml
        containers:
        - {name: writer, volumeMounts: [{name: shared, mountPath: /data}]}
        - {name: reader, volumeMounts: [{name: shared, mountPath: <path>}]}
        - {name: apart}
        volumes:
        - {name: shared, emptyDir: {}}
        """
      When container writer of pod pair writes "hello" to /data/greeting
      Then container reader of pod pair reads "hello" from <path>/greeting
      And container apart of pod pair finds nothing at <path>/greeting

      Examples:
        | where       | path  |
        | the same    | /data |
        | a different | /in   |

  @VOL-02
  Rule: An emptyDir volume begins empty for each pod and is shared by its containers

    Scenario: Two pods of one kind on one host each find their own volume empty
      Given two pods first and second on the first host:
        """yaml
        containers:
        - {name: writer, volumeMounts: [{name: scratch, mountPath: /scratch}]}
        - {name: reader, volumeMounts: [{name: scratch, mountPath: /scratch}]}
        volumes:
        - {name: scratch, emptyDir: {}}
        """
      When the directory /scratch is listed in every container
      Then it was empty in every one of them
      And what container writer of pod first writes to /scratch/note is read there by container reader of pod first
      And container reader of pod second finds nothing at /scratch/note
