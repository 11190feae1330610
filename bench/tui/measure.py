"""Measures the terminal user interface; needs Linux and a built product (bench/run builds it).

  python3 bench/tui/measure.py start FILE [RUNS]    from the start of `steno tui FILE` to the first rows: wall and CPU time
  python3 bench/tui/measure.py frames FILE [KEYS]   CPU time of a frame: focus moved, page moved, everything drawn again
  python3 bench/tui/measure.py rate [SECONDS] [PER_SECOND] [WARM_UP]
                                                    CPU of `steno --tui` beside `steno -q` under the same requests, and of
                                                    `steno tui` on the session of the latter, after a warm-up of 120 seconds;
                                                    what the JVM still compiles then is printed apart
  python3 bench/tui/measure.py memory N [--mitmproxy FILE]
                                                    resident memory with a session of N flows; of mitmproxy with FILE, which
                                                    bench/web/mitmflows.py writes

bench/run make-session N FILE makes a session. CPU time is user and system time of the whole process.
"""

import os
import socket
import statistics
import sys
import tempfile
import time

from console import Console
from load import Load

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STENO = os.environ.get("STENO", os.path.join(ROOT, "steno"))
ROW = "GET"
FRAME = b"\x1b[?2026l"  # the end of an update, as JLine marks it
SPACING = 0.12  # between keys, so that each has a frame of its own


def tui(file, home):
    return Console([STENO, "tui", file, "--home", home])


def start(file, runs=5):
    walls, costs = [], []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(int(runs)):
            console = tui(file, home)
            walls.append(console.wait_for(ROW))
            costs.append(console.cpu())
            console.end()
    print(f"start to the first rows: median {statistics.median(walls):.3f} s, all {[round(w, 3) for w in walls]}")
    print(f"CPU until then: median {statistics.median(costs):.2f} s   (bar: 0.5 s)")


def frames(file, keys=300):
    with tempfile.TemporaryDirectory() as home:
        console = tui(file, home)
        console.wait_for(ROW)
        for name, key, size in (("warm-up", "k", 300), ("focus", "k", keys), ("page", "\x02", keys), ("whole", "\x0c", keys)):
            console.read(1)
            before, drawn = console.cpu(), console.output.count(FRAME)
            for _ in range(int(size)):
                console.type(key)
                console.read(SPACING)
            count = console.output.count(FRAME) - drawn
            print(f"{name}: {count} frames, {1000 * (console.cpu() - before) / count:.2f} ms of CPU each   (bar: 5 ms)")
        before = console.cpu()
        console.read(10)
        print(f"idle: {10 * (console.cpu() - before):.2f} % of a core")
        console.end()


def rate(seconds=60, per_second=1000, warm_up=120):
    seconds, per_second, warm_up = float(seconds), int(per_second), float(warm_up)
    results = {}
    for name, options in (("without", ["-q"]), ("with", ["--tui"])):
        with tempfile.TemporaryDirectory() as home:
            session = os.path.join(home, "work.steno")
            port = free_port()
            command = [STENO, "run", *options, "--listen", f"127.0.0.1:{port}", "--web", "off"]
            console = Console(command + ["--home", home, "--session", session])
            await_listening(console, port)
            with Load(port, per_second) as load:
                console.read(2)
                shown = tui(session, home) if name == "without" else None
                if shown:
                    shown.wait_for(ROW)
                all_shown = [each for each in (console, shown) if each]
                watch(all_shown, warm_up)
                before = [(each.cpu(), each.compilers()) for each in all_shown]
                done, begun = load.count(), time.monotonic()
                watch(all_shown, seconds)
                lasted = time.monotonic() - begun
                shares = [
                    (100 * (each.cpu() - cpu) / lasted, 100 * (each.compilers() - compiled) / lasted)
                    for each, (cpu, compiled) in zip(all_shown, before)
                ]
                results[name] = shares[0]
                print(f"steno {options[0]}: {said(shares[0])} at {(load.count() - done) / lasted:.0f} flows/s")
                if shown:
                    print(f"steno tui beside it: {said(shares[1])}   (bar: 4 %)")
                    shown.end()
            console.end()
    more = [one - other for one, other in zip(results["with"], results["without"])]
    print(f"--tui costs {said(more)}   (bar: 4 %; the run without --tui has a reader)")


def said(shares):
    return f"{shares[0]:.1f} % of a core, {shares[1]:.1f} of it compiling,"


def watch(consoles, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for console in consoles:
            console.read(0.02)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def await_listening(console, port):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        console.read(0.1)
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            pass
    raise SystemExit(f"steno does not listen: {console.output[-500:]!r}")


def memory(count, option="", flows=""):
    with tempfile.TemporaryDirectory() as home:
        file = os.path.join(home, "work.steno")
        if os.system(f"{os.path.join(ROOT, 'bench', 'run')} make-session {count} {file} >/dev/null"):
            raise SystemExit("make-session failed")
        console = tui(file, home)
        console.wait_for(ROW)
        console.read(3)
        first = console.resident()
        for _ in range(100):
            console.type("\x02")
            console.read(0.05)
        console.type("g" + str(1) + "\r")
        console.read(3)
        print(f"steno tui, {count} flows: {first:.0f} MB, {console.resident():.0f} MB after 100 pages")
        console.end()
    if option == "--mitmproxy":
        console = Console(["mitmproxy", "-n", "-r", flows, "--set", f"confdir={tempfile.mkdtemp()}"])
        console.wait_for("shop")
        while True:  # it draws while it loads
            before = console.cpu()
            console.read(5)
            if console.cpu() - before < 0.5:
                break
        print(f"mitmproxy, {flows}: {console.resident():.0f} MB after {time.monotonic() - console.begun:.0f} s")
        console.end()


if __name__ == "__main__":
    measures = {"start": start, "frames": frames, "rate": rate, "memory": memory}
    if len(sys.argv) < 2 or sys.argv[1] not in measures:
        raise SystemExit(__doc__)
    measures[sys.argv[1]](*sys.argv[2:])
