"""A child process that answers requests, one line of JSON for each: nestbox-fuzz, or the oracle."""
import json
import os
import resource
import select
import signal
import subprocess
import threading
import time


class Ended(Exception):
    """A request made the child crash, hang, or take too much memory."""

    def __init__(self, kind, detail):
        super().__init__("%s: %s" % (kind, detail))
        self.kind, self.detail = kind, detail


class Child:
    """A child process that is started when it is needed, and again after each crash."""

    def __init__(self, command, patience=20.0, address_space=4 << 30, resident=1 << 30, environment=None):
        self.command, self.patience = command, patience
        self.address_space, self.resident = address_space, resident
        self.environment = environment
        self.process = None
        self.peak = 0
        self.starts = 0

    def start(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (self.address_space, self.address_space))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit,
            env=dict(os.environ, **(self.environment or {}), SWIFT_BACKTRACE="enable=no"))
        self.starts += 1
        self.buffer = b""
        self.errors = []
        thread = threading.Thread(target=self._collect, args=(self.process.stderr,), daemon=True)
        thread.start()

    def _collect(self, stream):
        for line in stream:
            if len(self.errors) < 40:
                self.errors.append(line.decode(errors="replace").rstrip())

    def close(self):
        """Lets the process exit by itself, which a build for coverage needs."""
        if self.process:
            try:
                self.process.stdin.close()
                self.process.wait(10)
            except (OSError, subprocess.TimeoutExpired):
                pass
        self.stop()

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
                try:
                    stream.close()
                except OSError:
                    pass
        self.process = None

    def ask_all(self, requests):
        """Yields (request, answer) for each of (header, parts); the answer is an Ended if the request ended the child."""
        position = 0
        while position < len(requests):
            if self.process is None:
                self.start()
            writer = threading.Thread(target=self._write, args=(self.process, requests[position:]), daemon=True)
            writer.start()
            while position < len(requests):
                try:
                    answer = self._line()
                except Ended as ended:
                    answer = ended
                    self.stop()
                yield requests[position], answer
                position += 1
                if self.process is None:
                    break
            writer.join()
            if self.process and self._memory() > self.resident:
                # One request took too much, or the child keeps too much between requests: the last request is reported.
                detail = "%d MiB resident after %d requests" % (self._memory() >> 20, len(requests))
                self.stop()
                yield requests[-1], Ended("memory", detail)

    def ask(self, header, parts=()):
        """Sends one request; returns the answer, or Ended."""
        return next(answer for _, answer in self.ask_all([(header, list(parts))]))

    @staticmethod
    def _write(process, requests):
        try:
            for header, parts in requests:
                header = dict(header, sizes=[len(part) for part in parts])
                process.stdin.write(json.dumps(header).encode() + b"\n" + b"".join(parts))
            process.stdin.flush()
        except (OSError, ValueError):
            pass

    def _line(self):
        deadline = time.monotonic() + self.patience
        output = self.process.stdout.fileno()
        while b"\n" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Ended("hang", "no answer within %g s" % self.patience)
            if not select.select([output], [], [], min(left, 1.0))[0]:
                if self._memory() > 2 * self.resident:
                    raise Ended("memory", "%d MiB resident" % (self._memory() >> 20))
                continue
            more = os.read(output, 1 << 20)
            if not more:
                status = self.process.wait()
                name = signal.Signals(-status).name if status < 0 else "status %d" % status
                time.sleep(0.05)
                raise Ended("crash", (name + "; " + " | ".join(self.errors[:6])).strip("; "))
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line)

    def _memory(self):
        """Returns the resident bytes, and keeps the highest number."""
        try:
            with open("/proc/%d/statm" % self.process.pid) as file:
                resident = int(file.read().split()[1]) * resource.getpagesize()
        except (OSError, IndexError):
            return 0
        self.peak = max(self.peak, resident)
        return resident
