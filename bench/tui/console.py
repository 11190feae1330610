"""A program in a terminal of its own: its keys, what it draws, and what it costs. Linux."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Console:
    def __init__(self, command, rows=60, columns=200, environment=None):
        self.master, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

        def own_terminal():
            os.setsid()
            fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

        own = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8", **(environment or {}))
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            command, stdin=terminal, stdout=terminal, stderr=terminal, preexec_fn=own_terminal, env=own
        )
        os.close(terminal)
        self.output = b""

    def read(self, seconds):
        """Reads what is drawn for a number of seconds, or until the program ends."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ready, _, _ = select.select([self.master], [], [], max(0, min(0.01, end - time.monotonic())))
            if ready:
                try:
                    self.output += os.read(self.master, 1 << 16)
                except OSError:
                    return

    def wait_for(self, text, seconds=900):
        """Reads until a text was drawn; returns the seconds since the start."""
        end = time.monotonic() + seconds
        while text.encode() not in self.output:
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{text!r} was not drawn; the last output: {self.output[-500:]!r}")
            self.read(0.01)
        return time.monotonic() - self.begun

    def type(self, keys):
        os.write(self.master, keys.encode())

    def cpu(self):
        """Returns the seconds of user and system time so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii", errors="replace") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def compilers(self):
        """Returns the seconds of user and system time of the JVM's compilers so far, to the tick of each thread."""
        ticks = 0
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            try:
                with open(f"/proc/{self.process.pid}/task/{thread}/stat", encoding="ascii", errors="replace") as stat:
                    name, fields = stat.read().split("(", 1)[1].rsplit(")", 1)
            except FileNotFoundError:
                continue  # the thread has ended
            if name.startswith(("C1 Compiler", "C2 Compiler")):
                ticks += sum(int(field) for field in fields.split()[11:13])
        return ticks / TICKS

    def resident(self):
        """Returns the resident memory in megabytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        raise SystemExit("no VmRSS")

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        end = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.05)
        if self.process.poll() is None:
            self.process.kill()
        os.close(self.master)
