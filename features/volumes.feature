Feature: Volumes
  A volume belongs to a pod, and its containers mount it to share data.
  What one of them writes the others read, wherever each of them has chosen to see it.

  @POD-03
  Rule: Containers of one pod share data through a volume that each mounts

    Scenario Outline: What one container writes another reads, mounted at <where> path, on disk and in memory
      Given a pod pair:
        """yaml
        containers:
        - {name: writer, volumeMounts: [{name: shared, mountPath: /data}, {name: quick, mountPath: /quick}]}
        - {name: reader, volumeMounts: [{name: shared, mountPath: <path>}, {name: quick, mountPath: /quick}]}
        - {name: apart}
        volumes:
        - {name: shared, emptyDir: {}}
        - {name: quick, emptyDir: {medium: Memory}}
        """
      When container writer of pod pair writes "hello" to /data/greeting
      And container reader of pod pair writes "well met" to <path>/answer
      Then container reader of pod pair reads "hello" from <path>/greeting
      And container writer of pod pair reads "well met" from /data/answer
      And what container writer of pod pair writes to /quick/word is read there by container reader of pod pair
      And container apart of pod pair finds nothing at <path>/greeting

      Examples:
        | where       | path  |
        | the same    | /data |
        | a different | /in   |

  @VOL-02
  Rule: An emptyDir volume begins empty for each pod and is shared by its containers

    Scenario: Two pods of one kind on one host, and a later one, each find their own volumes empty, on disk and in memory
      Given two pods first and second on the first host:
        """yaml
        containers:
        - {name: writer, volumeMounts: [{name: scratch, mountPath: /scratch}, {name: quick, mountPath: /quick}]}
        - {name: reader, volumeMounts: [{name: scratch, mountPath: /scratch}, {name: quick, mountPath: /quick}]}
        volumes:
        - {name: scratch, emptyDir: {}}
        - {name: quick, emptyDir: {medium: Memory}}
        """
      Then the directories /scratch and /quick are empty in every container
      And what container writer of pod first writes to /scratch/note and to /quick/note is read there by its container reader, and by none of pod second
      And what container writer of pod first writes to /scratch/.note and to /quick/.note is read there by its container reader, and by none of pod second
      When pod first is deleted and made again on its host
      Then the directories /scratch and /quick are empty in every container

  @VOL-01
  Rule: A pod declares volumes and its containers mount them by name

    Scenario: Each container sees the volume that it names
      Given a pod trio:
        """yaml
        containers:
        - {name: one, volumeMounts: [{name: left, mountPath: /data}]}
        - {name: two, volumeMounts: [{name: right, mountPath: /data}]}
        - {name: both, volumeMounts: [{name: left, mountPath: /left}, {name: right, mountPath: /right}]}
        volumes:
        - {name: left, emptyDir: {}}
        - {name: right, emptyDir: {}}
        """
      When container one of pod trio writes "from one" to /data/note
      And container two of pod trio writes "from two" to /data/note
      Then container both of pod trio reads "from one" from /left/note
      And container both of pod trio reads "from two" from /right/note

    Scenario: A mount that names no declared volume is refused, and one that does is not
      When the API is asked for a pod wrong:
        """yaml
        containers: [{name: main, volumeMounts: [{name: undeclared, mountPath: /data}]}]
        volumes: [{name: declared, emptyDir: {}}]
        """
      And the API is asked for a pod half-wrong:
        """yaml
        containers:
        - {name: main, volumeMounts: [{name: declared, mountPath: /data}]}
        - {name: more, volumeMounts: [{name: declared, mountPath: /data}, {name: undeclared, mountPath: /more}]}
        volumes: [{name: declared, emptyDir: {}}]
        """
      And the API is asked for a pod early-wrong:
        """yaml
        initContainers: [{name: early, volumeMounts: [{name: undeclared, mountPath: /data}]}]
        containers: [{name: main, volumeMounts: [{name: declared, mountPath: /data}]}]
        volumes: [{name: declared, emptyDir: {}}]
        """
      And the API is asked for a pod right:
        """yaml
        containers: [{name: main, volumeMounts: [{name: declared, mountPath: /data}]}]
        volumes: [{name: declared, emptyDir: {}}]
        """
      Then pods wrong, half-wrong and early-wrong are each refused with a word on undeclared
      And nothing of pods wrong, half-wrong and early-wrong is stored
      And pod right is accepted and runs

  @VOL-03
  Rule: An emptyDir volume survives the restart of a container

    Scenario: What a container wrote to its volume is there after its restart, and what it wrote beside it is not
      Given a pod phoenix:
        """yaml
        containers:
        - name: main
          volumeMounts:
          - {name: scratch, mountPath: /scratch}
          - {name: quick, mountPath: /quick}
          - {name: scratch, mountPath: /part, subPath: part}
          - {name: quick, mountPath: /quick-part, subPath: part}
        volumes:
        - {name: scratch, emptyDir: {}}
        - {name: quick, emptyDir: {medium: Memory}}
        """
      When container main of pod phoenix writes "kept" to note in each of /scratch, /quick, /part and /quick-part
      And container main of pod phoenix writes "lost" to /tmp/beside/note
      And container main of pod phoenix ends with code 1 and runs again
      Then container main of pod phoenix reads "kept" from note in each of /scratch, /quick, /part and /quick-part
      And container main of pod phoenix finds nothing at /tmp/beside/note

  @VOL-04
  Rule: An emptyDir volume is never seen by another pod

    Scenario: Neither a namesake on the same host nor a later pod of that name finds what a pod wrote
      Given a pod tenant on the first host:
        """yaml
        containers: [{name: main, volumeMounts: [{name: scratch, mountPath: /scratch}]}]
        volumes: [{name: scratch, emptyDir: {}}]
        """
      And pod tenant has a namesake in another namespace on its host, called namesake here
      When container main of pod tenant writes "mine" to /scratch/note and to /scratch/.note
      Then container main of pod tenant reads "mine" from /scratch/note
      And container main of pod namesake finds nothing in /scratch
      When pod tenant is deleted and made again on its host
      Then container main of pod tenant finds nothing in /scratch

  @VOL-07
  Rule: A read-only mount refuses writes, while another mount of the same volume may write

    Scenario: One container writes what another, and a second mount of its own, can only read
      Given a pod pair:
        """yaml
        containers:
        - {name: writer, volumeMounts: [{name: shared, mountPath: /rw}, {name: shared, mountPath: /ro, readOnly: true}]}
        - {name: reader, volumeMounts: [{name: shared, mountPath: /ro, readOnly: true}, {name: shared, mountPath: /part, subPath: part, readOnly: true}]}
        volumes:
        - {name: shared, emptyDir: {}}
        """
      Then container writer of pod pair can write "allowed" to /rw/note, and reads it there
      And container reader of pod pair is refused to write to /ro/note
      And container reader of pod pair is refused to write to /part/note
      And container writer of pod pair is refused to write to /ro/note
      And container reader of pod pair reads "allowed" from /ro/note

    Scenario: A directory of the host that is mounted read-only, where the cluster lets pods mount any
      When the API is asked for a pod looker:
        """yaml
        containers: [{name: main, volumeMounts: [{name: outside, mountPath: /outside, readOnly: true}]}]
        volumes: [{name: outside, hostPath: {path: /tmp}}]
        """
      Then container main of pod looker is refused to write to /outside/podproof-note, unless the cluster forbids such pods
      And pod looker is read back as it was declared, unless the cluster forbids such pods

  @VOL-08
  Rule: Volumes are plain bind mounts behind the scenes, and an emptyDir's directory goes with its pod

    Scenario: Docker shows emptyDirs and a host directory as bind mounts, and only that outlives its pod, however the pod ended
      Given a pod plain on the first host:
        """yaml
        containers: [{name: main, volumeMounts: [{name: scratch, mountPath: /scratch}, {name: outside, mountPath: /outside}]}]
        volumes:
        - {name: scratch, emptyDir: {}}
        - {name: outside, hostPath: {path: /tmp}}
        """
      And a pod brief on the first host:
        """yaml
        restartPolicy: Never
        containers: [{name: main, volumeMounts: [{name: scratch, mountPath: /scratch}]}]
        volumes: [{name: scratch, emptyDir: {}}]
        """
      When pods plain and brief each write their name to /scratch/note
      Then Docker shows /outside of pod plain as a bind mount of /tmp
      And Docker shows /scratch of pods plain and brief as bind mounts, and their names are in note there on the host
      When container main of pod brief has ended for good with code 0, and pods plain and brief are deleted
      Then those directories go from the hosts of pods plain and brief, where /tmp stays

  @VOL-11
  Rule: The volume configuration is kept with the pod and read back unaltered

    Scenario: Volumes and mounts of every common kind are read back while the pod runs
      When the API is asked for a pod keeper:
        """yaml
        containers:
        - name: one
          volumeMounts:
          - {name: scratch, mountPath: /scratch, subPath: deep/inside}
          - {name: memory, mountPath: /memory}
          - {name: settings, mountPath: /settings, readOnly: true}
        - name: two
          volumeMounts:
          - {name: labels, mountPath: /labels}
          - {name: scratch, mountPath: /scratch, readOnly: true}
        volumes:
        - {name: scratch, emptyDir: {}}
        - {name: memory, emptyDir: {medium: Memory, sizeLimit: 8Mi}}
        - {name: settings, configMap: {name: settings, optional: true, defaultMode: 288, items: [{key: colour, path: paint/colour}]}}
        - {name: keys, secret: {secretName: keys, optional: true}}
        - {name: labels, downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}}
        """
      Then pod keeper is accepted and runs
      And pod keeper is read back as it was declared
      And container two of pod keeper reads "keeper" from /labels/name
      When container one of pod keeper is given the image podproof.invalid/none:1
      Then but for the image podproof.invalid/none:1 of container one, pod keeper is read back as it was declared

    Scenario: Directories and files of the host are read back, where the cluster lets pods mount any
      # No scheduler bears this name: nothing of these pods ever runs.
      When the API is asked for a pod outward:
        """yaml
        schedulerName: podproof-nobody
        containers: [{name: main, volumeMounts: [{name: place, mountPath: /place, readOnly: true}]}]
        volumes: [{name: place, hostPath: {path: /tmp, type: Directory}}]
        """
      And the API is asked for a pod single:
        """yaml
        schedulerName: podproof-nobody
        containers: [{name: main, volumeMounts: [{name: file, mountPath: /file}]}]
        volumes: [{name: file, hostPath: {path: /etc/hostname, type: FileOrCreate}}]
        """
      Then pod outward is read back as it was declared, unless the cluster forbids such pods
      And pod single is read back as it was declared, unless the cluster forbids such pods
