"""The project: stages a team works through, handed in round by round, marked by a rubric.

What a release records about it (``block_map``) is all that a marker's queue needs, beside ``competency``, ``level``, ``kind``
(``"project"``), ``purpose``, ``pass_mark`` and ``items`` (empty) under ``project``::

    {"team": 3, "rounds": 3, "titles": {"fr": "…", …},
     "stages": [{"id", "titles": {…}, "due_days": 14 | None, "criteria": ["c1", …],
                 "deliverables": [{"id", "type": "text" | "link" | "file", "labels": {…}, "required": bool,
                                   "accept": ["pdf", …], "max_bytes": int}]}],
     "criteria": [{"id", "descriptor", "weight": 2, "titles": {…}, "bands": [{…}, {…}, {…}, {…}]}]}

``criteria`` of a stage lists those its marker gives a band for. When the last stage is marked finally, the host records one
observation of item ``*`` for each member, with the score of :func:`maslak_xblocks.project.scoring.score_project`.
"""
