"""Writes N flows for mitmweb.mjs: python3 bench/web/mitmflows.py N FILE, with the Python that has mitmproxy."""

import sys
import uuid

from mitmproxy.io import tnetstring
from mitmproxy.test import tflow

count, file = int(sys.argv[1]), sys.argv[2]
state = tflow.tflow(resp=True).get_state()
with open(file, "wb") as out:
    for i in range(count):
        state["id"] = str(uuid.UUID(int=i))
        state["request"]["host"] = f"shop{i % 20}.example"
        state["request"]["path"] = f"/items/{i}?page={i % 7}".encode()
        state["request"]["timestamp_start"] = 1e9 + i
        tnetstring.dump(state, out)
