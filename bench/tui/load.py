"""Requests through a proxy at a steady rate, and the server that answers them. Two processes, so that neither delays the other."""

import multiprocessing
import socket
import threading
import time

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 300\r\n\r\n" + b"x" * 300
CONNECTIONS = 16


class Load:
    def __init__(self, port, per_second):
        self.counted = multiprocessing.Value("q", 0)
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        origin = listener.getsockname()[1]
        self.processes = [
            multiprocessing.Process(target=serve, args=(listener,), daemon=True),
            multiprocessing.Process(target=request, args=(port, origin, per_second, self.counted), daemon=True),
        ]

    def __enter__(self):
        for process in self.processes:
            process.start()
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
            process.join()

    def count(self):
        """Returns how many requests were answered."""
        return self.counted.value


def serve(listener):
    while True:
        threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()


def answer(connection):
    while connection.recv(1 << 16):
        connection.sendall(ANSWER)


def request(port, origin, per_second, counted):
    for number in range(CONNECTIONS):
        threading.Thread(target=send, args=(number, port, origin, per_second, counted), daemon=True).start()
    threading.Event().wait()


def send(number, port, origin, per_second, counted):
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    interval = CONNECTIONS / per_second
    due = time.monotonic() + interval * number / CONNECTIONS
    sent = 0
    while True:
        time.sleep(max(0, due - time.monotonic()))
        due += interval
        path = f"http://127.0.0.1:{origin}/items/{number}/{sent}?page={sent % 7}"
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{origin}\r\nAccept: */*\r\n\r\n".encode())
        received = b""
        while not received.endswith(b"x" * 300):
            part = connection.recv(1 << 16)
            if not part:
                raise SystemExit(f"the proxy closed a connection after {sent} requests")
            received += part
        sent += 1
        with counted.get_lock():
            counted.value += 1
