"""The public JMESPath compliance suite, with Python's jmespath as the oracle instead of its expected results.

    python tests/fuzz/differential/compliance.py FOLDER

FOLDER holds the suite's JSON files, as in the crate `jmespath` under `tests/compliance`.
"""

import json
import pathlib
import sys

from harness import run
from query import oracle


def requests(folder):
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        for group in json.loads(path.read_text()):
            data = json.dumps(group["given"])
            for case in group["cases"]:
                if isinstance(case["expression"], str):
                    yield {"kind": "query", "query": case["expression"], "data": data}


if __name__ == "__main__":
    cases = list(requests(sys.argv[1]))
    sys.argv[1:] = [str(len(cases))]
    queue = iter(cases)
    run(lambda source: next(queue), oracle)
