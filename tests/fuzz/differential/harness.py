"""One long-running subject process, and the loop that compares it with the original.

Run a fuzzer with the Python that has the original installed, whose modules are the oracle:

    cargo build --release --example subject
    python tests/fuzz/differential/query.py [COUNT] [SEED]

The path of the subject is taken from $SUBJECT, else target/release/examples/subject. A fuzzer is a
file that calls `run` with a function that makes a request from a `random.Random`, and the oracle,
which returns the original's response to it; its kind is an arm of `respond` in
`tests/fuzz/subject.rs`.
"""

import json
import os
import random
import re
import subprocess
import sys


def respond(compute):
    """The original's response: the value of `compute`, or the text of its exception."""
    try:
        return {"ok": compute()}
    except Exception as error:
        text = str(error).encode("utf-8", "backslashreplace").decode()
        # The address differs at each run; the subject has a constant.
        return {"error": re.sub("object at 0x[0-9a-f]+", "object at 0x7f0000000000", text)}


def run(make, oracle, same=lambda expected, received: expected == received):
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    path = os.environ.get("SUBJECT", "target/release/examples/subject")
    process = subprocess.Popen(
        [path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    source = random.Random(seed)
    differences = errors = 0
    # The pipes must hold all requests and responses of a batch.
    batch = 20
    for start in range(0, count, batch):
        requests = [make(source) for _ in range(min(batch, count - start))]
        process.stdin.write("".join(json.dumps(request) + "\n" for request in requests))
        process.stdin.flush()
        for request in requests:
            expected, received = oracle(request), json.loads(process.stdout.readline())
            errors += "error" in expected
            if not same(expected, received):
                differences += 1
                if differences <= 20:
                    print(json.dumps(request))
                    print("  original:", json.dumps(expected))
                    print("  subject: ", json.dumps(received))
    print(f"{count} cases, seed {seed}: {errors} errors expected, {differences} differences")
    sys.exit(differences > 0)
